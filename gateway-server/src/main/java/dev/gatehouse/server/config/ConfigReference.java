package dev.gatehouse.server.config;

import dev.gatehouse.server.config.bind.Shape;
import dev.gatehouse.server.config.bind.ShapeReader;
import dev.gatehouse.server.config.reference.MarkdownWriter;
import dev.gatehouse.server.config.reference.PrettyJson;
import dev.gatehouse.server.config.reference.SchemaWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Generates the JSON Schema and the reference page of the configuration file. */
public final class ConfigReference {
    private static final String INTRODUCTION = """
            # The configuration file

            <!-- Generated from the records in dev.gatehouse.server.config by ./dev generate. Change those instead. -->

            One YAML file says everything. `gatehouse check FILE` prints every problem in it, each with line and column,
            and never only the first. A running gateway reads the file again when it changes, or a file that it refers
            to; a file with a problem is refused as a whole, and what was running keeps running.

            - A key that is not on this page is an error, and so is one that would do nothing.
            - Durations have a unit: `500ms`, `30s`, `15m`, `12h`, `90d`. Sizes too: `512B`, `64KiB`, `4MiB`, `10GiB`.
            - Relative paths are relative to the directory of the file.
            - `${env:NAME}` stands for a variable of the gateway's environment, `${file:PATH}` for the content of a file
              of at most 64 KiB, without its final newline. Both only where this page says so. What they stand for is
              not looked at for references again. Secrets come from references only: written out, they are refused.
            - In flow style, quote references: `{ password: "${env:NAME}" }`.
            - A file has at most 1 MiB, 32 levels and 50 aliases, no tags, and no key twice.

            An editor that knows JSON Schema completes and checks the file with `config/gatehouse.schema.json`:

            ```yaml
            # yaml-language-server: $schema=./gatehouse.schema.json
            ```
            """;

    private ConfigReference() {}

    /** @param args the root of the repository; left out: the working directory */
    public static void main(String[] args) throws IOException {
        Path root = Path.of(args.length == 0 ? "." : args[0]);
        for (Map.Entry<String, String> file : files().entrySet()) {
            Path path = root.resolve(file.getKey());
            Files.createDirectories(path.resolveSibling("."));
            Files.writeString(path, file.getValue());
        }
    }

    /** The generated files by their paths in the repository. */
    static Map<String, String> files() {
        Shape.Group root = ShapeReader.group(GatehouseConfig.class);
        return Map.of(
                "config/gatehouse.schema.json",
                PrettyJson.of(SchemaWriter.document("Gatehouse configuration", root)),
                "docs/reference/config.md",
                MarkdownWriter.page(INTRODUCTION, root));
    }
}
