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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * What the detectors say of commands and statements that lie on the machine, written by others for their own purposes:
 * what documents show behind a prompt, lines of shell scripts, and SQL. Nobody labelled them; what is found is to be read.
 */
record FoundCommands(String what, Kind kind, Path root) {
    private static final int FILES_MAX = 20_000;
    private static final int FILE_MAX_BYTES = 256 * 1024;
    /** What is longer is not read as a command. */
    private static final int COMMAND_MAX_CHARS = 16 * 1024;

    enum Kind {
        /** Lines behind {@code "$ "}, as documents show what to type. */
        PROMPTS("command"),
        /** Lines of files that a shell runs, each by itself. */
        SCRIPTS("command"),
        /** Files of SQL, one statement after the other. */
        STATEMENTS("query");

        private final String argument;

        Kind(String argument) {
            this.argument = argument;
        }
    }

    void row(PrintStream out, boolean isListed) {
        List<String> texts = texts().distinct().toList();
        Map<String, List<String>> found = texts.stream()
                .flatMap(text -> types(text).map(type -> Map.entry(type, text)))
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey, TreeMap::new, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
        String said = found.entrySet().stream()
                .map(type -> type.getKey() + " " + type.getValue().size())
                .collect(Collectors.joining(", "));
        out.printf("| %s | %,d | %s |%n", what, texts.size(), said.isEmpty() ? "0" : said);
        if (isListed) {
            found.forEach((type, some) -> some.forEach(text -> out.println(type + "\t" + text.strip())));
        }
    }

    private Stream<String> types(String text) {
        Json arguments = Json.object().put(kind.argument, text).build();
        return Detections.of(List.of("commands"), 80).in(arguments, Side.ARGUMENTS).stream()
                .map(Detection::type)
                .distinct();
    }

    private Stream<String> texts() {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile).filter(this::isWanted).sorted().limit(FILES_MAX).toList().stream()
                    .map(FoundCommands::read)
                    .flatMap(this::commands)
                    .filter(text -> !text.isBlank() && text.length() <= COMMAND_MAX_CHARS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isWanted(Path file) {
        String name = file.getFileName().toString();
        return switch (kind) {
            case PROMPTS -> name.matches("(README|INSTALL).*|.*\\.(md|rst|txt|gz)");
            case SCRIPTS -> name.matches(".*\\.(sh|postinst|prerm|postrm|preinst)");
            case STATEMENTS -> name.endsWith(".sql");
        };
    }

    private Stream<String> commands(String file) {
        return switch (kind) {
            case PROMPTS ->
                file.lines()
                        .map(String::strip)
                        .filter(line -> line.startsWith("$ "))
                        .map(line -> line.substring(2));
            case SCRIPTS -> file.lines().map(String::strip).filter(line -> !line.startsWith("#"));
            case STATEMENTS ->
                Arrays.stream(file.split(";\\s*\\n", -1)).map(text -> text.replaceAll("(?m)^\\\\.*$", ""));
        };
    }

    private static String read(Path file) {
        try (InputStream plain = Files.newInputStream(file);
                InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(plain) : plain) {
            return new String(in.readNBytes(FILE_MAX_BYTES), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
