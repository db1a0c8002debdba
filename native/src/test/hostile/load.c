/* SPDX-License-Identifier: Apache-2.0 */
/* Loads a library and looks for a function in it, as a JVM does. */
#include <dlfcn.h>
#include <stdio.h>

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  void* library = dlopen(argv[1], RTLD_NOW);
  if (library == NULL || dlsym(library, argv[2]) == NULL) {
    puts(dlerror());
    return 1;
  }
  puts("loaded");
  return 0;
}
