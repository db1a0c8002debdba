// SPDX-License-Identifier: Apache-2.0
package org.actgrad.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.actgrad.Activation;
import org.actgrad.ActivationDerivative;
import org.actgrad.NaNPolicy;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The program {@code actgrad}. */
@Command(
    name = "actgrad",
    description = "Computes the derivative of an activation function, of every number in a file.",
    customSynopsis = {"actgrad [options] INPUT OUTPUT", "actgrad --list", "actgrad --diagnose"},
    sortOptions = false,
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class)
public final class Main implements Callable<Integer> {

  private static final int INTERNAL_ERROR = 1;
  private static final int USER_ERROR = 2;

  /** Computations of fewer bytes take less time than it takes the JVM to compile them. */
  private static final long MEASURABLE_BYTES = 1 << 26;

  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "INPUT",
      description = ".npy (float32, float64) or .csv (numbers, no header) file")
  private Path input;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "OUTPUT",
      description = "file of the same format and shape; may be INPUT")
  private Path output;

  @Option(
      names = {"-a", "--activation"},
      paramLabel = "NAME[:PARAMETER=NUMBER,...]",
      defaultValue = "relu",
      converter = Activations.class,
      description = "the function, see --list (default: relu)")
  private Activation activation;

  @Option(
      names = {"-p", "--provider"},
      paramLabel = "NAME",
      description = "native, vector or java (default: the fastest available)")
  private String provider;

  @Option(
      names = "--out-type",
      paramLabel = "TYPE",
      defaultValue = "float",
      description = "float, int or bool (default: float, of the type of INPUT)")
  private OutType outType;

  @Option(
      names = "--at-zero",
      paramLabel = "NUMBER",
      converter = AtZero.class,
      description = "the derivative at the kink at 0 (default for relu: 0)")
  private Double atZero;

  @Option(
      names = "--nan",
      paramLabel = "0|1|nan",
      converter = NaN.class,
      description = "the derivative at NaN; nan keeps the NaN (default for relu: 0)")
  private NaNPolicy nan;

  @Option(names = "--list", description = "show the functions and their parameters' defaults")
  private boolean list;

  @Option(
      names = "--diagnose",
      description = "show the providers, why any is not available, and what to do")
  private boolean diagnose;

  @Option(names = "--quiet", description = "print nothing but errors")
  private boolean quiet;

  private Main() {}

  /**
   * Runs the program and ends the JVM.
   *
   * @param args the command line
   */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(
            (e, args) ->
                fail(
                    e.getCommandLine(),
                    USER_ERROR,
                    e.getMessage().replaceFirst("\\.$", "") + "; see actgrad --help."))
        .setExecutionExceptionHandler(
            (e, command, parsed) ->
                e instanceof UserError
                    ? fail(command, USER_ERROR, e.getMessage())
                    : fail(
                        command,
                        INTERNAL_ERROR,
                        "An error in actgrad itself: "
                            + e
                            + "; please report it with the command line."));
  }

  private static int fail(CommandLine command, int exitCode, String message) {
    command.getErr().println("actgrad: " + oneLine(message));
    command.getErr().flush();
    return exitCode;
  }

  static String oneLine(String text) {
    return text.strip().replaceAll("\\s+", " ");
  }

  @Override
  public Integer call() {
    try {
      if (diagnose) {
        Providers.diagnose(spec.commandLine().getOut());
      } else if (list) {
        Activations.list(spec.commandLine().getOut());
        spec.commandLine().getOut().flush();
      } else {
        compute();
      }
      return 0;
    } catch (OutOfMemoryError e) {
      throw new UserError(
          "There is not enough memory for "
              + input
              + ": the JVM may use "
              + Runtime.getRuntime().maxMemory() / (1 << 20)
              + " MiB; give it more, for instance with the environment variable"
              + " JDK_JAVA_OPTIONS=-Xmx8g.",
          e);
    } catch (Error e) {
      // picocli hands exceptions only to the handler that makes one line of them.
      throw new IllegalStateException(e.toString(), e);
    }
  }

  private void compute() {
    if (input == null || output == null) {
      throw new ParameterException(spec.commandLine(), "INPUT and OUTPUT are needed");
    }
    Activation activation = activation();
    if (outType == OutType.INT && !activation.isIntegral()
        || outType == OutType.BOOL && !activation.isBinary()) {
      throw new ParameterException(
          spec.commandLine(),
          "--out-type "
              + outType.name().toLowerCase(Locale.ROOT)
              + " cannot hold every value that the derivative of "
              + activation
              + " takes: take --out-type float, or others of --at-zero and --nan");
    }
    FileFormat format = FileFormat.of(input, output);
    ActivationDerivative chosen = Providers.choose(provider);
    Computation done;
    try (Progress progress = new Progress(quiet ? null : spec.commandLine().getErr())) {
      Numbers x = read(format, progress);
      done = Computation.run(chosen, activation, outType, x, progress);
      write(format, done.result(), progress);
    }
    if (!quiet) {
      report(activation, done);
    }
  }

  /** With the policies that were asked for. */
  private Activation activation() {
    try {
      Activation result = activation;
      if (atZero != null) {
        result = result.withDerivativeAtZero(atZero);
      }
      return nan == null ? result : result.withNaN(nan);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    }
  }

  private Numbers read(FileFormat format, Progress progress) {
    try (InputFile file = new InputFile(input, progress)) {
      OutputFile.check(output);
      return format.read(file, progress);
    } catch (IOException e) {
      throw new UserError(
          "Reading " + input + " failed: " + UserError.reason(e) + "; check the file and the disk.",
          e);
    }
  }

  private void write(FileFormat format, Numbers numbers, Progress progress) {
    try (OutputFile file = new OutputFile(output)) {
      format.write(numbers, file, progress);
      file.commit();
    } catch (IOException e) {
      throw new UserError(
          "Writing "
              + output
              + " failed: "
              + UserError.reason(e)
              + "; make room or choose another place (nothing was changed).",
          e);
    }
  }

  private void report(Activation activation, Computation done) {
    PrintWriter out = spec.commandLine().getOut();
    String line = "%-16s %s%n";
    out.printf(line, "provider", done.provider().name());
    out.printf(line, "instruction set", done.provider().instructionSet());
    out.printf(line, "function", "derivative of " + activation);
    out.printf(line, "shape", Numbers.shapeText(done.result().shape()));
    out.printf(line, "dtype", done.inputType() + " -> " + done.result().type());
    out.printf(
        line,
        "time",
        time(done.nanos()) + ", after " + time(done.warmUpNanos()) + " of warming up the JVM");
    out.printf(
        line,
        "throughput",
        done.bytes() < MEASURABLE_BYTES
            ? "not measurable on so few numbers"
            : String.format(Locale.ROOT, "%.1f GB/s", (double) done.bytes() / done.nanos()));
    out.flush();
  }

  static String time(long nanos) {
    if (nanos < 1_000) {
      return nanos + " ns";
    } else if (nanos < 1_000_000) {
      return String.format(Locale.ROOT, "%.1f µs", nanos / 1e3);
    } else if (nanos < 1_000_000_000) {
      return String.format(Locale.ROOT, "%.1f ms", nanos / 1e6);
    }
    return String.format(Locale.ROOT, "%.2f s", nanos / 1e9);
  }

  /** The version in the jar's manifest. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {"actgrad " + (version == null ? "(not packaged)" : version)};
    }
  }

  /** Any number but NaN, as in a CSV file. */
  static final class AtZero implements ITypeConverter<Double> {
    @Override
    public Double convert(String text) {
      try {
        double number = CsvFormat.number(text);
        if (!Double.isNaN(number)) {
          return number;
        }
      } catch (NumberFormatException e) {
        // Told below.
      }
      throw new TypeConversionException("'" + text + "' is no number");
    }
  }

  /** The three policies that the command line offers. */
  static final class NaN implements ITypeConverter<NaNPolicy> {
    @Override
    public NaNPolicy convert(String text) {
      return switch (text.toLowerCase(Locale.ROOT)) {
        case "0" -> NaNPolicy.ZERO;
        case "1" -> NaNPolicy.ONE;
        case "nan" -> NaNPolicy.PROPAGATE;
        default -> throw new TypeConversionException("'" + text + "' is none of 0, 1 and nan");
      };
    }
  }
}
