// SPDX-License-Identifier: Apache-2.0
package org.actgrad.cli;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.RecordWrapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** Numbers separated by commas, one row a line, without a header: always float64. */
final class CsvFormat implements FileFormat {

  @Override
  public Numbers read(InputFile file, Progress progress) throws IOException {
    progress.start("read", file.size());
    Rows rows = new Rows(file);
    try (CsvReader<Rows> csv =
        CsvReader.builder().build(rows, Channels.newInputStream(file), StandardCharsets.UTF_8)) {
      for (Rows row : csv) {
        row.checkLength();
      }
    } catch (CsvParseException e) {
      if (e.getCause() instanceof UserError cause) {
        throw cause;
      }
      throw new UserError(
          file + " is not valid CSV: " + withoutFullStop(e.getMessage()) + "; correct it.", e);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return rows.numbers();
  }

  @Override
  public void write(Numbers numbers, WritableByteChannel file, Progress progress)
      throws IOException {
    int rows = numbers.shape()[0];
    int columns = numbers.shape()[1];
    progress.start("write", numbers.length());
    // Not closed: closing would close the file, which is not complete before its commit.
    Writer writer = Channels.newWriter(file, StandardCharsets.US_ASCII.newEncoder(), 1 << 16);
    StringBuilder line = new StringBuilder();
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        line.append(text(numbers.array(), row * columns + column))
            .append(column == columns - 1 ? '\n' : ',');
        if (line.length() > 1 << 13) {
          writer.append(line);
          line.setLength(0);
        }
      }
      writer.append(line);
      line.setLength(0);
      progress.advance(columns);
    }
    writer.flush();
  }

  private static String text(Object array, int i) {
    if (array instanceof int[] ints) {
      return Integer.toString(ints[i]);
    } else if (array instanceof boolean[] booleans) {
      return Boolean.toString(booleans[i]);
    }
    double number = ((double[]) array)[i];
    if (Double.isNaN(number)) {
      return "nan";
    } else if (Double.isInfinite(number)) {
      return number > 0 ? "inf" : "-inf";
    }
    return Double.toString(number);
  }

  /**
   * Parses a number as NumPy and Java write it.
   *
   * @throws NumberFormatException if it is none
   */
  static double number(String text) {
    String number = text.strip();
    boolean signed = number.startsWith("-") || number.startsWith("+");
    switch ((signed ? number.substring(1) : number).toLowerCase(Locale.ROOT)) {
      case "nan":
        return Double.NaN;
      case "inf":
      case "infinity":
        return number.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
      default:
        // Java alone also reads 1f, 1d and 0x1p3.
        if (!number.chars().allMatch(c -> "0123456789.+-eE".indexOf(c) >= 0)) {
          throw new NumberFormatException(text);
        }
        return Double.parseDouble(number);
    }
  }

  private static String withoutFullStop(String sentence) {
    return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
  }

  /** Takes the numbers as they are parsed: a record object a row would double the memory. */
  private static final class Rows extends AbstractBaseCsvCallbackHandler<Rows> {

    private static final String BYTE_ORDER_MARK = "\uFEFF";
    private static final int SHOWN = 40;

    private final InputFile file;
    private double[] numbers = new double[1024];
    private int length;
    private int rows;
    private int columns;
    private long firstLine;

    /** A first field that may be all there is on an empty line, which is skipped. */
    private boolean emptyFirstField;

    Rows(InputFile file) {
      this.file = file;
    }

    @Override
    protected void handleBegin(long line) {
      emptyFirstField = false;
    }

    @Override
    protected void handleField(int index, char[] buffer, int offset, int count, boolean quoted) {
      if (emptyFirstField) {
        throw noNumber(0, "");
      }
      String text = new String(buffer, offset, count);
      if (index == 0 && rows == 0 && text.startsWith(BYTE_ORDER_MARK)) {
        // Not left to the library's detection, which garbles files of less than 4 bytes.
        text = text.substring(1);
      }
      if (index == 0 && count == 0 && !quoted) {
        emptyFirstField = true;
        return;
      }
      if (length == numbers.length) {
        grow();
      }
      try {
        numbers[length++] = number(text);
      } catch (NumberFormatException e) {
        throw noNumber(index, text);
      }
    }

    private void grow() {
      if (length == Numbers.MAX_LENGTH) {
        throw new UserError(
            file
                + " has more than "
                + Numbers.MAX_LENGTH
                + " numbers, the most that one Java array"
                + " can hold; split it.");
      }
      numbers = Arrays.copyOf(numbers, (int) Math.min(Numbers.MAX_LENGTH, length * 2L));
    }

    private UserError noNumber(int index, String text) {
      String shown = text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text;
      return new UserError(
          file
              + ", line "
              + getStartingLineNumber()
              + ", column "
              + (index + 1)
              + ": '"
              + shown
              + "' is no number; correct it, or remove the line if it is a header.");
    }

    @Override
    protected RecordWrapper<Rows> buildRecord() {
      return wrapRecord(this);
    }

    void checkLength() {
      if (rows == 0) {
        columns = getFieldCount();
        firstLine = getStartingLineNumber();
      } else if (getFieldCount() != columns) {
        throw new UserError(
            file
                + ", line "
                + getStartingLineNumber()
                + " has "
                + getFieldCount()
                + " fields where "
                + columns
                + " are expected, as on line "
                + firstLine
                + "; give every line the same number.");
      }
      rows++;
    }

    Numbers numbers() {
      if (rows == 0) {
        throw new UserError(file + " has empty lines only; there are no numbers to read.");
      }
      double[] array = length == numbers.length ? numbers : Arrays.copyOf(numbers, length);
      return new Numbers(array, new int[] {rows, columns}, ByteOrder.LITTLE_ENDIAN);
    }
  }
}
