package dev.gatehouse.testkit.corpus;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * One attempt of a policy script to reach what is not its own. It succeeds when it is allowed.
 *
 * @param kind what it is after
 * @param isLong whether it takes seconds, so that the gate leaves it out
 * @param ends how it may end: {@code held}, {@code threw}, {@code timeout}, {@code refused}, {@code unread}
 */
public record Escape(String name, String kind, boolean isLong, Set<String> ends, String script) {
    private static final String FILE = "/corpus/script-escapes.txt";
    private static final String HEAD = "== ";
    private static final String LONG = ", at length";

    /** Every attempt of the corpus, in its order. */
    public static List<Escape> all() {
        return Arrays.stream(text().split("(?m)^" + HEAD))
                .skip(1)
                .map(Escape::of)
                .toList();
    }

    private static Escape of(String written) {
        int end = written.indexOf('\n');
        String[] head = written.substring(0, end).split(" \\| ", -1);
        String body = written.substring(end + 1)
                .lines()
                .filter(line -> !line.startsWith("# "))
                .reduce("", (all, line) -> all + line + "\n")
                .strip();
        return new Escape(
                head[0],
                head[1].replace(LONG, ""),
                head[1].endsWith(LONG),
                Set.of(head[2].split(" or ", -1)),
                body.startsWith("? ") ? asked(body) : body);
    }

    /** What an expression gives, or throws, becomes an answer. */
    private static String asked(String expression) {
        return """
                (ctx) => {
                  let got = false;
                  try {
                    got = (%s);
                  } catch {}
                  return got ? { action: "allow", reason: String(got) } : { action: "deny", reason: "held" };
                }
                """.formatted(expression.substring(2));
    }

    private static String text() {
        try (InputStream in = Objects.requireNonNull(Escape.class.getResourceAsStream(FILE), FILE)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
