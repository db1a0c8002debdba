// SPDX-License-Identifier: Apache-2.0
package org.actgrad.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** What the user can put right. The message says what went wrong, why, and what to do. */
final class UserError extends RuntimeException {

  private static final long serialVersionUID = 1;

  UserError(String message) {
    super(message);
  }

  UserError(String message, Throwable cause) {
    super(message, cause);
  }

  /** The reason alone: the message of a file exception is often no more than the file's name. */
  static String reason(IOException e) {
    if (e instanceof FileSystemException fileError && fileError.getReason() != null) {
      return fileError.getReason();
    } else if (e instanceof NoSuchFileException) {
      return "no such file or directory";
    } else if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
