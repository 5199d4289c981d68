package dev.gatehouse.transport.client.stdio;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Looks a command up as execvp(3) would, so that a wrong name is told before anything starts. */
final class Executables {
    private static final String PATH_DEFAULT = "/usr/local/bin:/usr/bin:/bin";

    private Executables() {}

    /** @param searchPath the PATH the command will see; null stands for the system's usual one */
    static Optional<Path> find(String command, @org.jspecify.annotations.Nullable String searchPath, Path directory) {
        if (command.contains("/")) {
            return Optional.of(directory.resolve(command)).filter(Executables::isProgram);
        }
        for (String folder : (searchPath == null ? PATH_DEFAULT : searchPath).split(":", -1)) {
            Path candidate = directory.resolve(folder).resolve(command);
            if (isProgram(candidate)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    private static boolean isProgram(Path file) {
        return Files.isRegularFile(file) && Files.isExecutable(file);
    }
}
