package dev.gatehouse.testkit.conformance;

import static dev.gatehouse.testkit.wait.Eventually.until;

import dev.gatehouse.testkit.conformance.Scenario.Failure;
import dev.gatehouse.testkit.npm.NpmProject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** The conformance suite as a program, and the results that it leaves in files. */
public final class Suite {
    private static final Pattern STARTED = Pattern.compile("^=== Running scenario: (.+) ===$", Pattern.MULTILINE);
    private static final Pattern RESULT =
            Pattern.compile("(?:authorization-server-|server-|client-)?(.+)-\\d{4}-\\d\\d-\\d\\dT[0-9-]+Z");
    private static final Pattern AUTHORIZE =
            Pattern.compile("^(http\\S+[?&]response_type=code\\S*)$", Pattern.MULTILINE);
    private static final int RUN_MINUTES_MAX = 30;

    private final NpmProject npm;
    private final Path folder;

    /** @param folder where results and the log of the run are kept */
    public Suite(NpmProject npm, Path folder) {
        this.npm = npm;
        this.folder = folder;
    }

    /** @param exitCode the suite's own verdict, which counts the scenarios only that the revision requires */
    public record Run(int exitCode, List<Scenario> scenarios) {
        public Run {
            scenarios = List.copyOf(scenarios);
        }

        public long passed() {
            return scenarios.stream().filter(Scenario::isPassed).count();
        }
    }

    /** Judges a server by what a revision requires, and by what the suite runs with that without scoring it. */
    public Run server(String url, String revision, String... more) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("server", "--url", url, "--requirements", revision));
        arguments.addAll(Arrays.asList(more));
        int exitCode = run(arguments);
        return new Run(exitCode, read(started()));
    }

    /** Judges a client, which is started by {@code command} with the URL of the suite's own server after it. */
    public Run client(String command, String scenario, String revision) throws IOException, InterruptedException {
        int exitCode = run(List.of("client", "--command", command, "--scenario", scenario, "--spec-version", revision));
        return new Run(exitCode, read(List.of(scenario)));
    }

    /** Opens a URL as a person would who then logs in and agrees, and goes wherever that leads. */
    @FunctionalInterface
    public interface Browser {
        void open(String url) throws Exception;
    }

    /**
     * Judges an authorization server.
     *
     * @param client a public client that may be answered at {@code http://127.0.0.1:callbackPort/callback}
     */
    public Run authorization(String issuer, String client, String resource, int callbackPort, Browser browser)
            throws Exception {
        Process process = start(List.of(
                "authorization",
                "--url",
                issuer,
                "--client-id",
                client,
                "--resource",
                resource,
                "--port",
                Integer.toString(callbackPort)));
        try {
            until("the suite says where to log in, or ends", () -> !process.isAlive() || !asked().isEmpty());
            for (String url : asked()) {
                browser.open(url);
            }
        } catch (Exception | AssertionError e) {
            process.destroy();
            throw e;
        }
        return new Run(await(process), read(started()));
    }

    private List<String> asked() throws IOException {
        return found(AUTHORIZE);
    }

    private List<String> started() throws IOException {
        return found(STARTED);
    }

    private List<String> found(Pattern line) throws IOException {
        return line.matcher(Files.readString(log()))
                .results()
                .map(result -> result.group(1))
                .toList();
    }

    public Path log() {
        return folder.resolve("suite.log");
    }

    private int run(List<String> arguments) throws IOException, InterruptedException {
        return await(start(arguments));
    }

    private Process start(List<String> arguments) throws IOException {
        Files.createDirectories(folder);
        List<String> command = new ArrayList<>(List.of("node_modules/@modelcontextprotocol/conformance/dist/index.js"));
        command.addAll(arguments);
        command.addAll(List.of("-o", folder.resolve("results").toString()));
        return npm.node(command.toArray(String[]::new))
                .redirectErrorStream(true)
                .redirectOutput(log().toFile())
                .start();
    }

    private int await(Process process) throws IOException, InterruptedException {
        try {
            if (!process.waitFor(RUN_MINUTES_MAX, TimeUnit.MINUTES)) {
                throw new IOException("the suite did not end, see " + log());
            }
            return process.exitValue();
        } finally {
            process.destroy();
        }
    }

    private List<Scenario> read(List<String> names) throws IOException {
        List<Scenario> scenarios = new ArrayList<>();
        for (String name : names) {
            scenarios.add(read(name));
        }
        return scenarios;
    }

    private Scenario read(String name) throws IOException {
        try (Stream<Path> results = Files.list(Files.createDirectories(folder.resolve("results")))) {
            Path checks = results.filter(result -> name.equals(scenarioOf(result)))
                    .findFirst()
                    .map(result -> result.resolve("checks.json"))
                    .orElse(null);
            return checks == null || !Files.exists(checks) ? unfinished(name) : read(name, checks);
        }
    }

    private static String scenarioOf(Path result) {
        return RESULT.matcher(result.getFileName().toString())
                .results()
                .map((MatchResult match) -> match.group(1))
                .findFirst()
                .orElse("");
    }

    private Scenario unfinished(String name) {
        return new Scenario(name, 0, List.of(new Failure(name, "did not come to an end, see " + log())));
    }

    private static Scenario read(String name, Path file) throws IOException {
        JsonNode checks = new ObjectMapper().readTree(Files.readString(file, StandardCharsets.UTF_8));
        int passed = 0;
        List<Failure> failures = new ArrayList<>();
        for (JsonNode check : checks) {
            switch (check.path("status").asString("")) {
                case "SUCCESS" -> passed++;
                case "FAILURE", "WARNING" ->
                    failures.add(new Failure(
                            check.path("id").asString(""),
                            check.path("errorMessage").asString("")));
                default -> {}
            }
        }
        return new Scenario(name, passed, failures);
    }
}
