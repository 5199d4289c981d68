package dev.gatehouse.testkit.browser;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSyntaxException;
import dev.gatehouse.core.json.ObjectWriter;
import dev.gatehouse.testkit.npm.NpmProject;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The machine's Chromium, without a screen. Orders are carried out one after another. */
public final class Chromium implements AutoCloseable {
    private static final List<String> PROGRAMS = List.of("chromium", "chromium-browser", "google-chrome");
    private static final int CLOSE_SECONDS_MAX = 10;

    private final Process driver;
    private final Writer orders;
    private final BufferedReader answers;

    private Chromium(Process driver) {
        this.driver = driver;
        this.orders = driver.outputWriter(StandardCharsets.UTF_8);
        this.answers = driver.inputReader(StandardCharsets.UTF_8);
    }

    /** Why tests in a browser cannot run on this machine; empty when they can. */
    public static Optional<String> missing() throws InterruptedException {
        if (program().isEmpty()) {
            return Optional.of("no Chromium: the tests in a browser are skipped");
        }
        return NpmProject.possible() ? Optional.empty() : Optional.of("no Node.js: the tests in a browser are skipped");
    }

    public static Chromium start() throws IOException, InterruptedException {
        String program = program().orElseThrow(() -> new IOException("no Chromium"));
        return new Chromium(NpmProject.browser()
                .node("browser.mjs", program)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** A window with cookies of its own, as if it were somebody else's computer. */
    public Window window() {
        return window(false);
    }

    /** One whose owner prefers dark pages. */
    public Window darkWindow() {
        return window(true);
    }

    private Window window(boolean dark) {
        Json order =
                Json.object().put("order", "open").put("dark", Json.of(dark)).build();
        return new Window(this, order(order).integer().orElseThrow());
    }

    ObjectWriter order(String order, long window) {
        return Json.object().put("order", order).put("window", window);
    }

    synchronized Json order(Json order) {
        try {
            orders.write(order + "\n");
            orders.flush();
            String line = answers.readLine();
            if (line == null) {
                throw new IOException("the driver of the browser ended");
            }
            Json answer = Json.read(line);
            answer.text("error").ifPresent(error -> {
                throw new AssertionError(order + ": " + error);
            });
            return answer.member("result").orElse(Json.NULL);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (JsonSyntaxException e) {
            throw new AssertionError("the driver of the browser says what is not JSON", e);
        }
    }

    private static Optional<String> program() {
        return PROGRAMS.stream()
                .flatMap(name -> Stream.of(System.getenv("PATH").split(File.pathSeparator))
                        .map(directory -> Path.of(directory, name)))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
    }

    /** Ends the browser: its driver does when nobody has orders any more. */
    @Override
    public void close() throws IOException {
        orders.close();
        try {
            if (driver.waitFor(CLOSE_SECONDS_MAX, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        driver.descendants().forEach(ProcessHandle::destroyForcibly);
        driver.destroyForcibly();
    }
}
