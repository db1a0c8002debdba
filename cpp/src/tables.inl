// SPDX-License-Identifier: Apache-2.0
// Functions on |x| in pieces, a polynomial in the distance from a center each: 16 entries a row,
// the centers first, then the coefficients, lowest power first, times 2^-64. A lookup in 16 floats
// is one to three instructions. Where a center was free, it is a place near the middle of its piece
// where rounding the first two coefficients costs next to nothing, as in the accurate tables of Gal
// and Bachelis (https://doi.org/10.1145/103147.103151). ../accuracy/pieces.py finds them.

template <unsigned kDegree>
struct Table {
  alignas(64) float rows[kDegree + 2][16];
};

constexpr Table<6> kGeluTanh = {
    {{0x1.0f8e92p-4f, 0x1.067f9cp-2f, 0x1.fd3e3ap-2f, 0x1.4dd576p-1f, 0x1.fe6cb4p-1f,
      0x1.433fcep+0f, 0x1.a6abb8p+0f, 0x1.0fe9f2p+1f, 0x1.4c0326p+1f, 0x1.b1deeap+1f, 0x1.05416p+2f,
      0x1.42d186p+2f, 0x1.7da95ap+2f, 0x1.d7e07ep+2f, 0x1.1d3e3ap+3f, 0x1.4fb462p+3f},
     {0x1.fcf48ep-66f, 0x1.cea094p-66f, 0x1.3274d8p-66f, 0x1.163264p-67f, -0x1.ba92bep-66f,
      -0x1.110638p-64f, -0x1.257bap-63f, -0x1.10a388p-62f, -0x1.b16b42p-62f, -0x1.94d95p-61f,
      -0x1.3e9p-60f, -0x1.115d7cp-59f, -0x1.aa278cp-59f, -0x1.7c8ebcp-58f, -0x1.43cbd8p-57f,
      -0x1.016228p-56f},
     {-0x1.71e8f6p-68f, -0x1.97b996p-66f, -0x1.c404d6p-65f, -0x1.3bdd1p-64f, -0x1.085f4cp-63f,
      -0x1.5a3a18p-63f, -0x1.cd78f2p-63f, -0x1.2e5f64p-62f, -0x1.8143dcp-62f, -0x1.1d307cp-61f,
      -0x1.850eeep-61f, -0x1.1af16ap-60f, -0x1.808b3p-60f, -0x1.1e33aap-59f, -0x1.9ada4ep-59f,
      -0x1.18f3fcp-58f},
     {-0x1.6b8c36p-65f, -0x1.cf4cdap-65f, -0x1.17e3fap-64f, -0x1.2b5132p-64f, -0x1.379b32p-64f,
      -0x1.2f24ecp-64f, -0x1.255d82p-64f, -0x1.40a2d6p-64f, -0x1.86d8acp-64f, -0x1.0dd4d6p-63f,
      -0x1.4913cep-63f, -0x1.95d61cp-63f, -0x1.de1b6ep-63f, -0x1.25ebdep-62f, -0x1.612ab2p-62f,
      -0x1.9d0578p-62f},
     {-0x1.75463ap-66f, -0x1.3ffb34p-66f, -0x1.a0494ap-67f, -0x1.fb2cc4p-68f, 0x1.1beb9ap-70f,
      0x1.b6ff82p-69f, -0x1.6e81b4p-72f, -0x1.273868p-67f, -0x1.db0436p-67f, -0x1.e373aep-67f,
      -0x1.b36cf4p-67f, -0x1.a4f5cep-67f, -0x1.a19b36p-67f, -0x1.9cc6dcp-67f, -0x1.97891ap-67f,
      -0x1.92361p-67f},
     {0x1.5857bp-69f, 0x1.7b2efcp-68f, 0x1.0498ep-67f, 0x1.02d306p-67f, 0x1.1636d8p-68f,
      0x1.12f278p-75f, -0x1.1176b6p-68f, -0x1.11d51ap-68f, -0x1.9c4d2ep-70f, 0x1.5d0464p-71f,
      0x1.380892p-72f, 0x1.1beeccp-75f, 0x1.b8b47cp-76f, 0x1.b5076ap-76f, 0x1.b1cf56p-76f,
      0x1.ae9244p-76f},
     {0x1.e6ea92p-69f, 0x1.6e7e0ap-69f, 0x1.68cbb6p-71f, -0x1.abeba2p-71f, -0x1.8fdea8p-69f,
      -0x1.8db6c6p-69f, -0x1.28a968p-70f, 0x1.bc913p-71f, 0x1.1dce16p-70f, 0x1.b86c6p-75f,
      -0x1.11cea4p-73f, -0x1.176b44p-77f, -0x1.9d8fb6p-84f, -0x1.afa02cp-86f, -0x1.a846a2p-86f,
      -0x1.a0da76p-86f},
     {-0x1.1e6fc4p-71f, -0x1.4a60ap-70f, -0x1.a9884ep-70f, -0x1.86428p-70f, -0x1.68e7cp-71f,
      0x1.5515eap-71f, 0x1.d1e2d6p-71f, 0x1.a4cc3ap-72f, -0x1.87d2eep-73f, -0x1.0ae714p-73f,
      0x1.fbea26p-76f, 0x1.e20cb2p-78f, 0x1.3904c4p-85f, 0x1.9a203p-95f, 0x1.96dfb2p-95f,
      0x1.8d2184p-95f}}};

constexpr Table<8> kMish = {
    {{0x1.e1b4e8p-3f, 0x1.3e2fcap+0f, 0x1.185f92p+1f, 0x1.e7d70ap+1f, 0x1.8851ecp+2f,
      0x1.2b3334p+3f, 0x1.b2b852p+3f, 0x1.2p+4f, 0x1.2f7778p-1f, 0x1.2d6c22p+0f, 0x1.3b37ccp+0f,
      0x1.ed8bf2p+1f, 0x1.7d1112p+2f, 0x1.47f258p+3f, 0x1.b15556p+3f, 0x1.2p+4f},
     {-0x1.49b072p-66f, 0x1.1bb2p-66f, 0x1.0a14f6p-65f, 0x1.17bc9ap-66f, 0x1.8eda3ep-69f,
      0x1.93686p-73f, 0x1.146f98p-78f, 0.0f, 0x1.ba59d4p-66f, 0x1.aed376p-71f, -0x1.1b115p-69f,
      -0x1.6476a4p-63f, -0x1.3c292ep-62f, -0x1.27ef84p-61f, -0x1.915532p-61f, -0x1.1p-60f},
     {0x1.af92dp-66f, 0x1.137076p-65f, -0x1.ef30f6p-73f, -0x1.5ea10ep-67f, -0x1.454fap-69f,
      -0x1.65b7acp-73f, -0x1.fe991ap-79f, 0.0f, -0x1.0ccd3ap-65f, 0x1.0b7a78p-95f, -0x1.727276p-93f,
      -0x1.0cbc72p-64f, -0x1.02f57cp-64f, -0x1.00144ep-64f, -0x1.00010ap-64f, -0x1p-64f},
     {0x1.75c41ap-66f, -0x1.0851bep-66f, -0x1.ad9ebcp-67f, 0x1.fe7c92p-70f, 0x1.f40a42p-71f,
      0x1.37f18ep-74f, 0x1.d487cep-80f, 0.0f, -0x1.862f8ep-66f, -0x1.accf54p-67f, -0x1.90b2bp-67f,
      0x1.d20e9ep-71f, 0x1.25b1cap-72f, 0x1.1fbf94p-77f, 0x1.e7102ep-82f, 0.0f},
     {-0x1.9b320cp-68f, -0x1.0385dap-67f, 0x1.6ed62cp-68f, 0x1.241eb4p-71f, -0x1.c9fd26p-73f,
      -0x1.62afdap-76f, -0x1.1c2766p-81f, 0.0f, 0x1.3ac242p-68f, 0x1.8f8836p-68f, 0x1.941accp-68f,
      -0x1.2dcb0cp-74f, -0x1.163102p-74f, -0x1.4e26b2p-79f, -0x1.26c526p-83f, 0.0f},
     {-0x1.0dff5p-67f, 0x1.9e932cp-68f, 0x1.742be6p-73f, -0x1.cd5a3cp-72f, 0x1.d927fcp-76f,
      0x1.251422p-78f, 0x1.fd5012p-84f, 0.0f, 0x1.4a4ffcp-69f, -0x1.bcb2f8p-71f, -0x1.65fffep-70f,
      -0x1.4c2b6p-75f, 0x1.49279p-77f, 0x1.1ca7bcp-81f, 0x1.0a5d2p-85f, 0.0f},
     {0x1.a61d7ep-71f, 0x1.dddd9cp-73f, -0x1.00ccaap-70f, 0x1.161006p-73f, 0x1.730802p-83f,
      -0x1.713722p-81f, -0x1.6bba6cp-86f, 0.0f, -0x1.a32e12p-70f, -0x1.1402c6p-71f,
      -0x1.fc90bep-75f, 0x1.522624p-76f, -0x1.3c0164p-81f, -0x1.7814b8p-84f, -0x1.836fe2p-88f,
      0.0f},
     {0x1.1f686cp-69f, -0x1.76f7cep-70f, 0x1.7e86fep-72f, -0x1.46344p-76f, -0x1.417e92p-80f,
      0x1.63dbdap-84f, 0x1.c019bap-89f, 0.0f, -0x1.7e7ddep-82f, 0x1.686b96p-72f, 0x1.06df88p-73f,
      -0x1.7befc2p-78f, -0x1.1da052p-83f, 0x1.8aee3cp-87f, 0x1.c50992p-91f, 0.0f},
     {-0x1.b485a2p-74f, 0x1.402ab8p-72f, -0x1.bd6776p-76f, -0x1.e6bffap-81f, 0x1.7fca8ep-82f,
      -0x1.e8723cp-88f, -0x1.b69ad4p-92f, 0.0f, 0x1.679e7cp-72f, -0x1.0241d4p-74f, -0x1.0ff836p-75f,
      0x1.37b9fap-80f, 0x1.7a8de8p-85f, -0x1.50cafcp-90f, -0x1.6de6p-94f, 0.0f},
     {-0x1.868162p-72f, 0x1.840bcap-73f, -0x1.880a94p-77f, 0x1.8d79cp-81f, -0x1.833786p-85f,
      0x1.67a714p-92f, 0x1.b91a62p-96f, 0.0f, -0x1.095526p-77f, -0x1.0649e4p-76f, 0x1.9683dcp-79f,
      -0x1.362472p-83f, -0x1.3e279ep-88f, 0x1.c2aeacp-94f, 0x1.1a606p-98f, 0.0f}}};

// For pieces with the root and next to it: a part of the coefficient of power 1.
alignas(64) constexpr float kMishLinear[16] = {
    0.0f, 0.0f, 0.0f, 0.0f, 0.0f, 0.0f, 0.0f, 0.0f, 0.0f, -0x1.bf2e3ep-65f, -0x1.ca1686p-65f,
    0.0f, 0.0f, 0.0f, 0.0f, 0.0f};
