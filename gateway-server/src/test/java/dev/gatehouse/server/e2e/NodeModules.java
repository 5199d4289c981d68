package dev.gatehouse.server.e2e;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** The npm packages of {@code src/test/npm}, installed once below {@code target}. Skips the test where Node is absent. */
final class NodeModules {
    private static final List<String> FILES =
            List.of("package.json", "package-lock.json", "script.mjs", "sdk1.mjs", "sdk2.mjs");
    private static final int INSTALL_MINUTES_MAX = 5;

    private NodeModules() {}

    static synchronized Path installed() throws IOException, InterruptedException {
        boolean present = works("node", "--version") && works("npm", "--version");
        if (!present) {
            System.out.println("SKIPPED: tests with real MCP clients need node and npm on the PATH");
        }
        Assumptions.assumeTrue(present, "node and npm are not on the PATH");
        Path source = Path.of("src/test/npm").toAbsolutePath();
        Path target = Path.of("target/npm").toAbsolutePath();
        Files.createDirectories(target);
        for (String file : FILES) {
            Files.copy(source.resolve(file), target.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        if (!Files.exists(target.resolve("node_modules/.package-lock.json"))) {
            install(target);
        }
        return target;
    }

    private static void install(Path target) throws IOException, InterruptedException {
        Process npm = new ProcessBuilder("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
                .directory(target.toFile())
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
            return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
