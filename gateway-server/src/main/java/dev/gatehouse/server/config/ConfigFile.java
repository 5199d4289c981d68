package dev.gatehouse.server.config;

import dev.gatehouse.server.config.bind.Binder;
import dev.gatehouse.server.config.bind.References;
import dev.gatehouse.server.config.bind.Secrets;
import dev.gatehouse.server.config.yaml.KeyPath;
import dev.gatehouse.server.config.yaml.Report;
import dev.gatehouse.server.config.yaml.YamlNode;
import dev.gatehouse.server.config.yaml.YamlReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** The way from a path to a checked configuration. */
public final class ConfigFile {
    private ConfigFile() {}

    /**
     * Reads and checks a file. Relative paths in it are relative to its own directory, so that it means the same
     * wherever the gateway is started.
     *
     * @return valid, or every problem found, a file that cannot be read among them
     */
    public static Loaded load(Path file, Secrets secrets) {
        Path absolute = file.toAbsolutePath().normalize();
        Path base = Optional.ofNullable(absolute.getParent()).orElse(absolute);
        Report report = new Report();
        Optional<YamlNode> root = text(absolute, report).flatMap(text -> YamlReader.read(text, report));
        if (root.isEmpty()) {
            return new Loaded.Invalid(file, report.problems());
        }
        References references = new References(secrets, base);
        GatehouseConfig config = new Binder(references, base, report).bind(GatehouseConfig.class, root.get());
        Checks.run(config, secrets, report);
        return report.problems().isEmpty()
                ? new Loaded.Valid(config, files(absolute, config, references))
                : new Loaded.Invalid(file, report.problems());
    }

    private static Set<Path> files(Path file, GatehouseConfig config, References references) {
        Set<Path> files = new HashSet<>(references.files());
        files.add(file);
        config.server().tls().ifPresent(tls -> {
            files.add(tls.certificate());
            files.add(tls.key());
        });
        return files;
    }

    private static Optional<String> text(Path file, Report report) {
        try {
            byte[] bytes = Secrets.readRegularFile(file, YamlReader.FILE_MAX_BYTES);
            if (bytes.length > YamlReader.FILE_MAX_BYTES) {
                report.problem(KeyPath.ROOT, "larger than " + YamlReader.FILE_MAX_BYTES + " bytes");
                return Optional.empty();
            }
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            report.problem(KeyPath.ROOT, "not UTF-8 text");
        } catch (IOException e) {
            report.problem(KeyPath.ROOT, "cannot be read: " + e.getMessage());
        }
        return Optional.empty();
    }
}
