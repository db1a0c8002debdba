// SPDX-License-Identifier: Apache-2.0
package org.actgrad.javaimpl;

/**
 * The coefficients of the polynomials, lowest power first, as in {@code cpp/src/elementary.inl} and
 * {@code cpp/src/smooth.inl}; {@code cpp/accuracy/coefficients.py} computes them.
 */
final class Coefficients {

  private Coefficients() {}

  static final double[] EXP = {
    0x1.0000000000000p-1, 0x1.5555555555557p-3, 0x1.5555555555556p-5,
    0x1.11111111100dfp-7, 0x1.6c16c16c162d6p-10, 0x1.a01a01abe63a9p-13,
    0x1.a01a01a6d787dp-16, 0x1.71de02372dd4ep-19, 0x1.27e4db679d0c0p-22,
    0x1.af4dddd8d7f8cp-26, 0x1.1f72fca335d17p-29
  };

  static final double[] EXP_SHORT = {
    0x1.0000000b8f6f3p-1, 0x1.5555555a7828bp-3, 0x1.5554e91100a35p-5,
    0x1.1110e0f703999p-7, 0x1.6d43157140d27p-10, 0x1.a124e451b5351p-13
  };

  static final double[] ARTANH = {
    0x1.5555555555555p-2, 0x1.9999999999944p-3, 0x1.2492492499d46p-3,
    0x1.c71c71bedea97p-4, 0x1.745d19937b1fcp-4, 0x1.3b13515f6f9efp-4,
    0x1.111abdc8abe16p-4, 0x1.e0a2d581ab68fp-5, 0x1.bc37f0140c19ep-5,
    0x1.32e0d25c9c761p-5, 0x1.401d3e65cdc48p-4
  };

  static final double[] ARTANH_SHORT = {
    0x1.5555558d7fe22p-2,
    0x1.9998d485cf47ep-3,
    0x1.24c926a40acd3p-3,
    0x1.bc8cf8ddd5876p-4,
    0x1.dba25f0718ee6p-4
  };

  static final double[] SCALED_ERFC = {
    0x1.3ccda0b5d5dc2p+0, -0x1.1f367683f899bp-3, 0x1.d5f2948159b1bp-9,
    0x1.510169d095d65p-4, -0x1.bda9309a284fbp-4, 0x1.7a14188ab08e3p-4,
    -0x1.e0d0fa6e0634ep-5, 0x1.d0b003781abf1p-6, -0x1.3f603c347818bp-7,
    0x1.cc3a1149bde27p-10, 0x1.33fb2769fc0cdp-12, -0x1.303fe1ac6ecdcp-12,
    0x1.b14371e31ff44p-15, 0x1.7798c785a3e98p-16, -0x1.7ff8e06291fb9p-17,
    -0x1.072a8c18d6ae8p-20, 0x1.d55b1af993875p-20, -0x1.9a56f78765a14p-25,
    -0x1.0f7ea91015a19p-22, 0x1.0c50494565702p-26, 0x1.1a366a40b78cbp-25,
    -0x1.906ae1b8288dcp-31, -0x1.446d7c8fec632p-29
  };

  static final double[] SCALED_ERFC_SHORT = {
    0x1.3ccda0b5f77a8p+0, -0x1.1f36765632adcp-3, 0x1.d5f27abe18021p-9,
    0x1.510159ce16e72p-4, -0x1.bda92794337bdp-4, 0x1.7a14e8803236fp-4,
    -0x1.e0d0d36f7d4ffp-5, 0x1.d09dbf86dd0a7p-6, -0x1.3f71e37a8baf8p-7,
    0x1.cf59e439f6641p-10, 0x1.3da385eb1192ap-12, -0x1.4065e0e5c2e6ep-12,
    0x1.283067481d64fp-15, 0x1.eb3d81342ba46p-16
  };

  static final double[] ERF = {
    0x1.20dd750429b6dp+0, -0x1.812746b0379e0p-2, 0x1.ce2f21a0425e9p-4,
    -0x1.b82ce31267dd6p-6, 0x1.565bcd089359dp-8, -0x1.c02db2c62cdd8p-11,
    0x1.f9a2fd1294370p-14, -0x1.f4ceabb067b69p-17, 0x1.b9af13e91a5c6p-20,
    -0x1.5d44967fb9a95p-23, 0x1.e08654fff1875p-27, -0x1.ca9811e641483p-31
  };

  static final double[] ERF_SHORT = {
    0x1.20dd750258cefp+0, -0x1.81274369e03dfp-2, 0x1.ce2e29ce936d4p-4,
    -0x1.b8114722bbf09p-6, 0x1.54e1f4d0486bcp-8, -0x1.ab244590dc9b9p-11,
    0x1.5fc786fee87b3p-14
  };

  static final double[] SWISH_ROOT = {
    0x1.be1410460527fp-3, 0x1.2c563458cc0adp-3, 0x1.353eb573ca45cp-6,
    -0x1.f2d0e32bc301cp-7, -0x1.b0f82c4992032p-8, 0x1.098e92c5f75f7p-13,
    0x1.a2a7caf9afe77p-11, 0x1.8574ce7034671p-13, -0x1.5723abd31bc82p-15,
    -0x1.f2d64d630df36p-16, -0x1.8ac1f43adbba3p-19, 0x1.39fbcae97d047p-19,
    0x1.c3a6832086e5bp-21
  };

  static final double[] SWISH_SECOND_ROOT = {
    0x1.76e8b4eb0ea41p-4, 0x1.388203715b23ep-4, 0x1.706e66bf3603bp-6,
    -0x1.e178d8d23905dp-10, -0x1.fa4e9f742fa86p-9, -0x1.662f848d70393p-10,
    -0x1.e2e4a66116cc5p-14, 0x1.94804c5a6106dp-14, 0x1.8e0bb1b86fecep-15,
    0x1.1af19082056d4p-17, -0x1.4e838ff5f1b9ep-20, -0x1.3f8f71710c679p-20,
    -0x1.51a792bb7eeecp-22, -0x1.550f89b145b59p-27, 0x1.849a2a11e92ebp-26,
    0x1.2a0db04451357p-27, 0x1.38426dc22bb51p-30, -0x1.924957b7ce4d6p-32,
    -0x1.9a47aa3513d0dp-33
  };

  static final double[] GELU_TAIL = {
    0x1.d94de78425463p-2, -0x1.a763001ac67d8p-4, 0x1.ef4ff8013791fp-5,
    -0x1.cc1e2623d99dcp-6, 0x1.37754d81716fap-7, -0x1.d4c82229baa70p-10,
    -0x1.443f63fb40adcp-13, 0x1.85999bc753843p-13, -0x1.25380b23a3e12p-16,
    -0x1.2e93673322ce9p-16, 0x1.dafadc3e4a117p-19, 0x1.2983a721f9dd8p-19,
    -0x1.083129363f947p-21, -0x1.76d63fce82772p-22, 0x1.c118e95c28ff0p-25,
    0x1.0d47deda65367p-24, -0x1.7bc99dc15540fp-31, -0x1.6d813fe590f07p-27,
    -0x1.c8782ad932a3ap-30, 0x1.43ee1766d3665p-30, 0x1.aa102310ce2cdp-32,
    0x1.4b55000a7d16dp-38
  };

  static final double[] GELU_PRODUCT = {
    0x1.82b4bb8c94dcep-2, 0x1.2dda040d62d0bp-4, -0x1.c41d6bcaf85c7p-4,
    0x1.9adc525a9048bp-4, -0x1.024df8efd0e85p-4, 0x1.b0ffe01d9a9b2p-6,
    -0x1.691976fdb5514p-8, -0x1.e4abd3885f134p-11, 0x1.ce76f7e74477cp-11,
    -0x1.99ff37c15b88ep-15, -0x1.e8a5259ecfb0ap-14, 0x1.16d2cbb571034p-16,
    0x1.2cdc6f31724d9p-16, -0x1.5dc66fb1fc9c4p-19, -0x1.b845e9aa8ec14p-19,
    0x1.be9c8615c437dp-23, 0x1.5f9b842cde4e2p-21, 0x1.4129789df939dp-25,
    -0x1.100b17cde5cf6p-23, -0x1.f8a23db8a6764p-27, 0x1.34bd67ee16559p-26
  };

  static final double[] GELU_TAIL_SHORT = {
    0x1.d94de7843cf24p-2, -0x1.a763002862726p-4, 0x1.ef4ff77bc724ep-5,
    -0x1.cc1e20c67b501p-6, 0x1.37757cba15977p-7, -0x1.d4ca3cf9e4b6ep-10,
    -0x1.4498692048e1bp-13, 0x1.85b2cd67b5178p-13, -0x1.1c1b60ba430f6p-16,
    -0x1.2c8690e6eb8ddp-16, 0x1.6d768a63050e0p-19, 0x1.e3d3f443676dep-20
  };

  static final double[] GELU_TANH_ROOT = {
    0x1.b8bacd2c96b91p-2, 0x1.8cd1a2b2fff1fp-2, -0x1.029615edb07fap-6,
    -0x1.d2b773463e824p-4, -0x1.104a83edb2dbdp-6, 0x1.427996cb0f99cp-6,
    0x1.58c9ed5529752p-8, -0x1.3d8d46c152d26p-9, -0x1.e63ef9197c359p-11,
    0x1.14a702f67c076p-12, 0x1.047f4c1b75af8p-13, -0x1.1b5b46a612725p-15,
    -0x1.037fb613a09b7p-16
  };

  static final double[] MISH_ROOT = {
    0x1.115acb42500bbp-2, 0x1.a34a251d8ad7bp-3, 0x1.574f121a868dcp-5,
    -0x1.4c222fe64d4c4p-6, -0x1.03369d4ac91d9p-6, -0x1.b87ddfb5204f2p-9,
    0x1.1e5e184a36420p-10, 0x1.037991837f865p-10, 0x1.0a7954dc4c6bfp-12,
    -0x1.5fffa197ccfc4p-15, -0x1.d453aac6fdf30p-15, -0x1.223bbc034b6b7p-16,
    0x1.fa19ad78731dfp-21, 0x1.8667b89979d5dp-19, 0x1.1fbba1ba9818fp-20,
    0x1.d1cd16f2b5fe0p-26, -0x1.305c5c5b31cdep-23, -0x1.0b40fb05e4ce3p-24,
    -0x1.3a131b2e1f5c5p-28, 0x1.e24f33088b27ap-28, 0x1.626a75106553ap-29
  };

  static final double[] TANHSHRINK_CUBE = {
    0x1.5555555555555p-2, -0x1.11111111110b9p-3, 0x1.ba1ba1ba1453ep-5,
    -0x1.664f4880d2a47p-6, 0x1.226e3519865dfp-7, -0x1.d6d3c538d0bbep-9,
    0x1.7da2bdc3daa27p-10, -0x1.3551ae34bdfffp-11, 0x1.f5211730ee038p-13,
    -0x1.94981e5bdbe6fp-14, 0x1.42090e21d3d28p-15, -0x1.ea19b73b128d8p-17,
    0x1.4eb911dcd9788p-18, -0x1.7238a0a7e22b6p-20, 0x1.1ab979c0ab58cp-22,
    -0x1.b028f6cb72ebfp-26
  };

  static final double[] TANHSHRINK_CUBE_SHORT = {
    0x1.55555552c2397p-2, -0x1.11110dcccb7a9p-3, 0x1.ba1a40daac299p-5,
    -0x1.663249914dd83p-6, 0x1.2137f4495df3ap-7, -0x1.c7eb486e672fdp-9,
    0x1.459fc74aa9ea7p-10, -0x1.6217eb100c968p-12, 0x1.96925494e5eadp-15
  };

  static final double[] LOG_COSH_SQUARE = {
    0x1.0000000000000p-1, -0x1.5555555555548p-4, 0x1.6c16c16c15553p-6,
    -0x1.ba1ba1b91feefp-8, 0x1.1ea5d36e7fe5fp-9, -0x1.833d92c16e889p-11,
    0x1.0d0aa62b4afbap-12, -0x1.7d93472a77097p-14, 0x1.127418261dd1ap-15,
    -0x1.8b3aad6540256p-17, 0x1.0ff174d4d8b26p-18, -0x1.37e1636726c30p-20,
    0x1.a3efb5608e9b9p-23
  };

  static final double[] LOG_COSH_SQUARE_SHORT = {
    0x1.ffffffff2c48ep-2, -0x1.555552cbc594ep-4, 0x1.6c15799a77586p-6,
    -0x1.b9dd03a6d3f5cp-8, 0x1.1bc255150a9e2p-9, -0x1.5f43de8527a16p-11,
    0x1.2d4a7f3764078p-13
  };

  static final float[] GELU_A = {
    0x1.93749p+3f, 0x1.093f14p+2f, -0x1.6b977ep+0f, -0x1.19ac84p+0f, -0x1.9dec22p-3f
  };
  static final float[] GELU_B = {0x1.3180fp+5f, 0x1.ab59a4p+5f, 0x1.e4b456p+4f, 0x1.0d234ep+3f};

  /**
   * Pieces of GELU' in its tanh form, of -t and times about e^z 2^-64, as in {@code
   * cpp/src/tables.inl}: centers, then coefficients.
   */
  static final float[][] GELU_TANH = {
    {
      0x1.0f8e92p-4f, 0x1.067f9cp-2f, 0x1.fd3e3ap-2f, 0x1.4dd576p-1f,
      0x1.fe6cb4p-1f, 0x1.433fcep+0f, 0x1.a6abb8p+0f, 0x1.0fe9f2p+1f,
      0x1.4c0326p+1f, 0x1.b1deeap+1f, 0x1.05416p+2f, 0x1.42d186p+2f,
      0x1.7da95ap+2f, 0x1.d7e07ep+2f, 0x1.1d3e3ap+3f, 0x1.4fb462p+3f
    },
    {
      0x1.fcf48ep-66f, 0x1.cea094p-66f, 0x1.3274d8p-66f, 0x1.163264p-67f,
      -0x1.ba92bep-66f, -0x1.110638p-64f, -0x1.257bap-63f, -0x1.10a388p-62f,
      -0x1.b16b42p-62f, -0x1.94d95p-61f, -0x1.3e9p-60f, -0x1.115d7cp-59f,
      -0x1.aa278cp-59f, -0x1.7c8ebcp-58f, -0x1.43cbd8p-57f, -0x1.016228p-56f
    },
    {
      -0x1.71e8f6p-68f, -0x1.97b996p-66f, -0x1.c404d6p-65f, -0x1.3bdd1p-64f,
      -0x1.085f4cp-63f, -0x1.5a3a18p-63f, -0x1.cd78f2p-63f, -0x1.2e5f64p-62f,
      -0x1.8143dcp-62f, -0x1.1d307cp-61f, -0x1.850eeep-61f, -0x1.1af16ap-60f,
      -0x1.808b3p-60f, -0x1.1e33aap-59f, -0x1.9ada4ep-59f, -0x1.18f3fcp-58f
    },
    {
      -0x1.6b8c36p-65f, -0x1.cf4cdap-65f, -0x1.17e3fap-64f, -0x1.2b5132p-64f,
      -0x1.379b32p-64f, -0x1.2f24ecp-64f, -0x1.255d82p-64f, -0x1.40a2d6p-64f,
      -0x1.86d8acp-64f, -0x1.0dd4d6p-63f, -0x1.4913cep-63f, -0x1.95d61cp-63f,
      -0x1.de1b6ep-63f, -0x1.25ebdep-62f, -0x1.612ab2p-62f, -0x1.9d0578p-62f
    },
    {
      -0x1.75463ap-66f, -0x1.3ffb34p-66f, -0x1.a0494ap-67f, -0x1.fb2cc4p-68f,
      0x1.1beb9ap-70f, 0x1.b6ff82p-69f, -0x1.6e81b4p-72f, -0x1.273868p-67f,
      -0x1.db0436p-67f, -0x1.e373aep-67f, -0x1.b36cf4p-67f, -0x1.a4f5cep-67f,
      -0x1.a19b36p-67f, -0x1.9cc6dcp-67f, -0x1.97891ap-67f, -0x1.92361p-67f
    },
    {
      0x1.5857bp-69f, 0x1.7b2efcp-68f, 0x1.0498ep-67f, 0x1.02d306p-67f,
      0x1.1636d8p-68f, 0x1.12f278p-75f, -0x1.1176b6p-68f, -0x1.11d51ap-68f,
      -0x1.9c4d2ep-70f, 0x1.5d0464p-71f, 0x1.380892p-72f, 0x1.1beeccp-75f,
      0x1.b8b47cp-76f, 0x1.b5076ap-76f, 0x1.b1cf56p-76f, 0x1.ae9244p-76f
    },
    {
      0x1.e6ea92p-69f, 0x1.6e7e0ap-69f, 0x1.68cbb6p-71f, -0x1.abeba2p-71f,
      -0x1.8fdea8p-69f, -0x1.8db6c6p-69f, -0x1.28a968p-70f, 0x1.bc913p-71f,
      0x1.1dce16p-70f, 0x1.b86c6p-75f, -0x1.11cea4p-73f, -0x1.176b44p-77f,
      -0x1.9d8fb6p-84f, -0x1.afa02cp-86f, -0x1.a846a2p-86f, -0x1.a0da76p-86f
    },
    {
      -0x1.1e6fc4p-71f, -0x1.4a60ap-70f, -0x1.a9884ep-70f, -0x1.86428p-70f,
      -0x1.68e7cp-71f, 0x1.5515eap-71f, 0x1.d1e2d6p-71f, 0x1.a4cc3ap-72f,
      -0x1.87d2eep-73f, -0x1.0ae714p-73f, 0x1.fbea26p-76f, 0x1.e20cb2p-78f,
      0x1.3904c4p-85f, 0x1.9a203p-95f, 0x1.96dfb2p-95f, 0x1.8d2184p-95f
    }
  };

  /**
   * The same, times e^t 2^-64, for Mish' of t less 1 in the first half, for Mish' of -t in the
   * second.
   */
  static final float[][] MISH = {
    {
      0x1.e1b4e8p-3f, 0x1.3e2fcap+0f, 0x1.185f92p+1f, 0x1.e7d70ap+1f,
      0x1.8851ecp+2f, 0x1.2b3334p+3f, 0x1.b2b852p+3f, 0x1.2p+4f,
      0x1.2f7778p-1f, 0x1.2d6c22p+0f, 0x1.3b37ccp+0f, 0x1.ed8bf2p+1f,
      0x1.7d1112p+2f, 0x1.47f258p+3f, 0x1.b15556p+3f, 0x1.2p+4f
    },
    {
      -0x1.49b072p-66f, 0x1.1bb2p-66f, 0x1.0a14f6p-65f, 0x1.17bc9ap-66f,
      0x1.8eda3ep-69f, 0x1.93686p-73f, 0x1.146f98p-78f, 0.0f,
      0x1.ba59d4p-66f, 0x1.aed376p-71f, -0x1.1b115p-69f, -0x1.6476a4p-63f,
      -0x1.3c292ep-62f, -0x1.27ef84p-61f, -0x1.915532p-61f, -0x1.1p-60f
    },
    {
      0x1.af92dp-66f, 0x1.137076p-65f, -0x1.ef30f6p-73f, -0x1.5ea10ep-67f,
      -0x1.454fap-69f, -0x1.65b7acp-73f, -0x1.fe991ap-79f, 0.0f,
      -0x1.0ccd3ap-65f, 0x1.0b7a78p-95f, -0x1.727276p-93f, -0x1.0cbc72p-64f,
      -0x1.02f57cp-64f, -0x1.00144ep-64f, -0x1.00010ap-64f, -0x1p-64f
    },
    {
      0x1.75c41ap-66f, -0x1.0851bep-66f, -0x1.ad9ebcp-67f, 0x1.fe7c92p-70f,
      0x1.f40a42p-71f, 0x1.37f18ep-74f, 0x1.d487cep-80f, 0.0f,
      -0x1.862f8ep-66f, -0x1.accf54p-67f, -0x1.90b2bp-67f, 0x1.d20e9ep-71f,
      0x1.25b1cap-72f, 0x1.1fbf94p-77f, 0x1.e7102ep-82f, 0.0f
    },
    {
      -0x1.9b320cp-68f, -0x1.0385dap-67f, 0x1.6ed62cp-68f, 0x1.241eb4p-71f,
      -0x1.c9fd26p-73f, -0x1.62afdap-76f, -0x1.1c2766p-81f, 0.0f,
      0x1.3ac242p-68f, 0x1.8f8836p-68f, 0x1.941accp-68f, -0x1.2dcb0cp-74f,
      -0x1.163102p-74f, -0x1.4e26b2p-79f, -0x1.26c526p-83f, 0.0f
    },
    {
      -0x1.0dff5p-67f, 0x1.9e932cp-68f, 0x1.742be6p-73f, -0x1.cd5a3cp-72f,
      0x1.d927fcp-76f, 0x1.251422p-78f, 0x1.fd5012p-84f, 0.0f,
      0x1.4a4ffcp-69f, -0x1.bcb2f8p-71f, -0x1.65fffep-70f, -0x1.4c2b6p-75f,
      0x1.49279p-77f, 0x1.1ca7bcp-81f, 0x1.0a5d2p-85f, 0.0f
    },
    {
      0x1.a61d7ep-71f, 0x1.dddd9cp-73f, -0x1.00ccaap-70f, 0x1.161006p-73f,
      0x1.730802p-83f, -0x1.713722p-81f, -0x1.6bba6cp-86f, 0.0f,
      -0x1.a32e12p-70f, -0x1.1402c6p-71f, -0x1.fc90bep-75f, 0x1.522624p-76f,
      -0x1.3c0164p-81f, -0x1.7814b8p-84f, -0x1.836fe2p-88f, 0.0f
    },
    {
      0x1.1f686cp-69f, -0x1.76f7cep-70f, 0x1.7e86fep-72f, -0x1.46344p-76f,
      -0x1.417e92p-80f, 0x1.63dbdap-84f, 0x1.c019bap-89f, 0.0f,
      -0x1.7e7ddep-82f, 0x1.686b96p-72f, 0x1.06df88p-73f, -0x1.7befc2p-78f,
      -0x1.1da052p-83f, 0x1.8aee3cp-87f, 0x1.c50992p-91f, 0.0f
    },
    {
      -0x1.b485a2p-74f, 0x1.402ab8p-72f, -0x1.bd6776p-76f, -0x1.e6bffap-81f,
      0x1.7fca8ep-82f, -0x1.e8723cp-88f, -0x1.b69ad4p-92f, 0.0f,
      0x1.679e7cp-72f, -0x1.0241d4p-74f, -0x1.0ff836p-75f, 0x1.37b9fap-80f,
      0x1.7a8de8p-85f, -0x1.50cafcp-90f, -0x1.6de6p-94f, 0.0f
    },
    {
      -0x1.868162p-72f, 0x1.840bcap-73f, -0x1.880a94p-77f, 0x1.8d79cp-81f,
      -0x1.833786p-85f, 0x1.67a714p-92f, 0x1.b91a62p-96f, 0.0f,
      -0x1.095526p-77f, -0x1.0649e4p-76f, 0x1.9683dcp-79f, -0x1.362472p-83f,
      -0x1.3e279ep-88f, 0x1.c2aeacp-94f, 0x1.1a606p-98f, 0.0f
    }
  };

  /** For pieces with the root and next to it: a part of the coefficient of power 1. */
  static final float[] MISH_LINEAR = {
    0.0f, 0.0f, 0.0f, 0.0f,
    0.0f, 0.0f, 0.0f, 0.0f,
    0.0f, -0x1.bf2e3ep-65f, -0x1.ca1686p-65f, 0.0f,
    0.0f, 0.0f, 0.0f, 0.0f
  };
}
