// SPDX-License-Identifier: Apache-2.0
package org.actgrad.cli;

import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.Locale;

/** A file format, chosen by the extension of the file's name. */
interface FileFormat {

  /** Reads the whole file, which is known not to be empty. */
  Numbers read(InputFile file, Progress progress) throws IOException;

  void write(Numbers numbers, WritableByteChannel file, Progress progress) throws IOException;

  /** The format of both files. */
  static FileFormat of(Path input, Path output) {
    String extension = extension(input);
    if (!extension.equals("npy") && !extension.equals("csv")) {
      throw new UserError(
          "INPUT "
              + input
              + " ends neither in .npy nor in .csv, which tells its format; rename it or convert"
              + " it.");
    }
    if (!extension.equals(extension(output))) {
      throw new UserError(
          "OUTPUT "
              + output
              + " does not end in ."
              + extension
              + " as INPUT does, and files are not converted; give OUTPUT the extension ."
              + extension
              + ".");
    }
    return extension.equals("npy") ? new NpyFormat() : new CsvFormat();
  }

  private static String extension(Path file) {
    String name = String.valueOf(file.getFileName());
    int dot = name.lastIndexOf('.');
    return dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
  }
}
