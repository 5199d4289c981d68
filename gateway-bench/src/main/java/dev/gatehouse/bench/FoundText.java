package dev.gatehouse.bench;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.policy.Detection;
import dev.gatehouse.policy.detect.Detections;
import dev.gatehouse.policy.detect.scan.Side;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * What the detectors say of text that lies on the machine, written by thousands of people for other purposes: all of it
 * is taken for harmless, so what they find is mostly false. E-mail addresses of authors are people's all the same.
 *
 * @param what for the row
 */
record FoundText(String what, Path root) {
    private static final int FILES_MAX = 3_000;
    private static final int FILE_MAX_BYTES = 256 * 1024;

    void row(PrintStream out, List<String> families) {
        List<String> texts = texts();
        double megabytes = texts.stream().mapToLong(String::length).sum() / 1e6;
        out.printf("| %s | %,d | %.1f |", what, texts.size(), megabytes);
        families.forEach(family -> out.printf(" %s |", said(Detections.of(List.of(family), 80), texts)));
        out.println();
    }

    private static String said(Detections wanted, List<String> texts) {
        Map<String, Long> types = texts.stream()
                .flatMap(text -> wanted.in(Json.of(text), Side.RESULT).stream()
                        .map(Detection::type)
                        .distinct())
                .collect(Collectors.groupingBy(type -> type, TreeMap::new, Collectors.counting()));
        return types.isEmpty()
                ? "0"
                : types.entrySet().stream()
                        .map(type -> type.getKey() + " " + type.getValue())
                        .collect(Collectors.joining(", "));
    }

    private List<String> texts() {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile)
                    .sorted()
                    .limit(FILES_MAX)
                    .map(FoundText::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try (InputStream plain = Files.newInputStream(file);
                InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(plain) : plain) {
            return new String(in.readNBytes(FILE_MAX_BYTES), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
