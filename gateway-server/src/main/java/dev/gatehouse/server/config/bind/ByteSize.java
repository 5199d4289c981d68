package dev.gatehouse.server.config.bind;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A number of bytes as people write it: {@code 4MiB}. */
public record ByteSize(long bytes) implements Comparable<ByteSize> {
    static final String REGEX = "(0|[1-9][0-9]{0,8})(B|KiB|MiB|GiB)";
    private static final Pattern FORM = Pattern.compile(REGEX);
    private static final Map<String, Integer> SHIFTS = Map.of("B", 0, "KiB", 10, "MiB", 20, "GiB", 30);

    static Optional<ByteSize> parse(String text) {
        Matcher form = FORM.matcher(text);
        return form.matches()
                ? Optional.of(new ByteSize(Long.parseLong(form.group(1)) << SHIFTS.getOrDefault(form.group(2), 0)))
                : Optional.empty();
    }

    @Override
    public int compareTo(ByteSize other) {
        return Long.compare(bytes, other.bytes);
    }
}
