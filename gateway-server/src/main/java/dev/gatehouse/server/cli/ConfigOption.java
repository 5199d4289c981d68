package dev.gatehouse.server.cli;

import dev.gatehouse.server.config.ConfigFile;
import dev.gatehouse.server.config.Loaded;
import dev.gatehouse.server.config.bind.Secrets;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** {@code --config}: the file a verb works on. */
final class ConfigOption {
    @Option(
            names = {"-c", "--config"},
            required = true,
            paramLabel = "FILE",
            description = "the configuration file")
    private Path file;

    static ConfigOption of(Path file) {
        ConfigOption option = new ConfigOption();
        option.file = file;
        return option;
    }

    Path file() {
        return file.toAbsolutePath().normalize();
    }

    /** @throws BadConfigurationException with every problem in the file */
    Loaded.Valid load() throws BadConfigurationException {
        return load(file());
    }

    static Loaded.Valid load(Path file) throws BadConfigurationException {
        return switch (ConfigFile.load(file, Secrets.ofProcess())) {
            case Loaded.Valid valid -> valid;
            case Loaded.Invalid invalid -> throw new BadConfigurationException(invalid);
        };
    }
}
