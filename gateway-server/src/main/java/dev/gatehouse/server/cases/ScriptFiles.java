package dev.gatehouse.server.cases;

import dev.gatehouse.server.config.yaml.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Which files are scripts, and where their cases are. */
public final class ScriptFiles {
    static final int TABLE_MAX_BYTES = YamlReader.FILE_MAX_BYTES;

    private static final String SCRIPT = ".js";
    private static final String TABLE = ".test.yaml";

    private ScriptFiles() {}

    static Path table(Path script) {
        String name = String.valueOf(script.getFileName());
        String stem = name.endsWith(SCRIPT) ? name.substring(0, name.length() - SCRIPT.length()) : name;
        return script.resolveSibling(stem + TABLE);
    }

    /**
     * The file itself, or the scripts of a directory by name; those of its directories are not looked for. A table whose
     * script is gone counts as one, so that it is missed.
     *
     * @throws IOException when there is none
     */
    public static List<Path> in(Path place) throws IOException {
        if (!Files.isDirectory(place)) {
            return List.of(place);
        }
        try (Stream<Path> files = Files.list(place)) {
            List<Path> scripts = files.flatMap(file -> script(file).stream())
                    .distinct()
                    .sorted()
                    .toList();
            if (scripts.isEmpty()) {
                throw new IOException(place + ": no scripts in it (NAME" + SCRIPT + ")");
            }
            return scripts;
        }
    }

    private static Optional<Path> script(Path file) {
        String name = String.valueOf(file.getFileName());
        if (name.endsWith(TABLE)) {
            return Optional.of(file.resolveSibling(name.substring(0, name.length() - TABLE.length()) + SCRIPT));
        }
        return name.endsWith(SCRIPT) ? Optional.of(file) : Optional.empty();
    }
}
