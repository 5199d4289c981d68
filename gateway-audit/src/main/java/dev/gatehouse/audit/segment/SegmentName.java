package dev.gatehouse.audit.segment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What files of a spool are called: {@code segment-0000000000000042}, {@code spare-0000000000000043}. */
public final class SegmentName {
    private static final Pattern SEGMENT = Pattern.compile("segment-(\\d{16})");
    private static final Pattern SPARE = Pattern.compile("spare-(\\d{16})");
    private static final Pattern UNFINISHED = Pattern.compile("spare-(\\d{16})\\.tmp");
    private static final int DIGITS = 16;

    private SegmentName() {}

    public static String segment(long number) {
        return "segment-" + padded(number);
    }

    public static String spare(long number) {
        return "spare-" + padded(number);
    }

    /** The segments of a directory by number, oldest first. */
    public static SortedMap<Long, Path> segmentsIn(Path directory) throws IOException {
        return matching(directory, SEGMENT);
    }

    /** Files that are ready to become segments. */
    public static SortedMap<Long, Path> sparesIn(Path directory) throws IOException {
        return matching(directory, SPARE);
    }

    /** What a process that ended while making a file left behind. */
    public static Collection<Path> unfinishedIn(Path directory) throws IOException {
        return matching(directory, UNFINISHED).values();
    }

    /** 0 when there are none. */
    public static long numberMax(SortedMap<Long, Path> files) {
        return files.isEmpty() ? 0 : files.lastKey();
    }

    private static SortedMap<Long, Path> matching(Path directory, Pattern pattern) throws IOException {
        SortedMap<Long, Path> found = new TreeMap<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Matcher name = pattern.matcher(String.valueOf(file.getFileName()));
                if (name.matches()) {
                    found.put(Long.parseLong(name.group(1)), file);
                }
            }
        }
        return found;
    }

    private static String padded(long number) {
        String digits = Long.toString(number);
        return "0".repeat(DIGITS - digits.length()) + digits;
    }
}
