package dev.gatehouse.transport.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;

/**
 * Inputs for one parser. Its corpus comes first, as it stands: one input a line, {@code \xNN} for bytes that are no
 * printable ASCII. Then changed and crossed inputs, the same ones for the same seed; {@code -Dgatehouse.fuzz=N} makes
 * them N times as many.
 */
public final class Inputs {
    private static final long SEED = 20_261_121L;
    private static final int TIMES = Integer.getInteger("gatehouse.fuzz", 1);

    private final List<byte[]> corpus;
    private final List<byte[]> tokens;
    private final SplittableRandom random = new SplittableRandom(SEED);

    private Inputs(List<byte[]> corpus, List<byte[]> tokens) {
        this.corpus = corpus;
        this.tokens = tokens;
    }

    /** @param tokens what is put in here and there, beside single bytes and parts of other inputs */
    public static Inputs of(String corpus, String... tokens) {
        return new Inputs(
                read(corpus), Arrays.stream(tokens).map(Inputs::unescaped).toList());
    }

    /** What is tried with each input. */
    @FunctionalInterface
    public interface Trial {
        void on(byte[] input) throws Exception;
    }

    /** Fails with the input that a trial failed on, in the form the corpus has. */
    public void each(int count, Trial trial) {
        corpus.forEach(input -> attempt(trial, input));
        for (long i = 0; i < (long) count * TIMES; i++) {
            attempt(trial, next());
        }
    }

    /** For what a trial decides by itself. */
    public SplittableRandom random() {
        return random;
    }

    private static void attempt(Trial trial, byte[] input) {
        try {
            trial.on(input.clone());
        } catch (Exception | AssertionError | StackOverflowError e) {
            throw new AssertionError("on " + escaped(input), e);
        }
    }

    private byte[] next() {
        byte[] input = any(corpus);
        for (int changes = random.nextInt(3); changes >= 0; changes--) {
            int from = random.nextInt(input.length + 1);
            int to = Math.min(input.length, from + random.nextInt(8));
            input = switch (random.nextInt(5)) {
                case 0 -> splice(input, from, from, any(tokens));
                case 1 -> splice(input, from, to, any(tokens));
                case 2 -> splice(input, from, to, new byte[0]);
                case 3 -> splice(input, from, to, new byte[] {(byte) random.nextInt()});
                default -> splice(input, from, from, cut(any(corpus)));
            };
        }
        return input;
    }

    private byte[] cut(byte[] input) {
        int from = random.nextInt(input.length + 1);
        return Arrays.copyOfRange(input, from, Math.min(input.length, from + random.nextInt(48)));
    }

    private byte[] any(List<byte[]> choice) {
        return choice.get(random.nextInt(choice.size()));
    }

    private static byte[] splice(byte[] input, int from, int to, byte[] middle) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(input, 0, from);
        out.writeBytes(middle);
        out.write(input, to, input.length - to);
        return out.toByteArray();
    }

    private static List<byte[]> read(String corpus) {
        try (InputStream in = Objects.requireNonNull(Inputs.class.getResourceAsStream(corpus + ".corpus"), corpus)) {
            List<byte[]> inputs = new ArrayList<>();
            new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .forEach(line -> inputs.add(unescaped(line)));
            return inputs;
        } catch (IOException e) {
            throw new AssertionError(corpus, e);
        }
    }

    private static byte[] unescaped(String line) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int at = 0; at < line.length(); at++) {
            if (line.startsWith("\\x", at) && at + 4 <= line.length()) {
                out.write(Integer.parseInt(line.substring(at + 2, at + 4), 16));
                at += 3;
            } else {
                out.write(line.charAt(at));
            }
        }
        return out.toByteArray();
    }

    private static String escaped(byte[] input) {
        StringBuilder line = new StringBuilder();
        for (byte b : input) {
            boolean printable = b >= ' ' && b < 0x7F && !(b == '\\');
            line.append(printable ? String.valueOf((char) b) : String.format("\\x%02x", b));
        }
        return line.toString();
    }
}
