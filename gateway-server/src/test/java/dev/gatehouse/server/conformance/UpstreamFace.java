package dev.gatehouse.server.conformance;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.gatehouse.server.e2e.TestGateway;
import dev.gatehouse.testkit.conformance.Suite;
import dev.gatehouse.testkit.npm.NpmProject;
import dev.gatehouse.testkit.postgres.TestDatabase;
import dev.gatehouse.testkit.wire.WireTap;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The suite's client scenarios, with the gateway in the client's place: the suite starts a driver, the driver asks for
 * the suite's server to be put behind the gateway, and then calls all of it through the gateway.
 */
final class UpstreamFace implements AutoCloseable {
    static final Path EXPECTED_FAILURES = Path.of("src/test/conformance/client.yaml");
    static final List<String> ERAS = List.of("legacy", "modern");
    private static final String NO_UPSTREAM = "upstreams: {}\n";

    private final NpmProject npm;
    private final Path folder = Path.of("target/conformance/client").toAbsolutePath();
    private final TestGateway gateway;
    private final HttpServer control;
    private WireTap tap;
    private Path running;
    private int served;

    /** @param era what speaks to the gateway, for what the gateway says upstream should not depend on it */
    record Case(String scenario, String revision, String era) {
        static Stream<Case> plain() {
            return Stream.concat(
                    both("2025-11-25", "initialize", "tools_call"),
                    both(
                            "2026-07-28",
                            "tools_call",
                            "request-metadata",
                            "http-standard-headers",
                            "http-custom-headers",
                            "http-invalid-tool-headers",
                            "json-schema-ref-no-deref",
                            "json-schema-2020-12-preservation"));
        }

        static Stream<Case> askingOrResuming() {
            return Stream.concat(
                    both("2025-11-25", "elicitation-sep1034-client-defaults", "sse-retry"),
                    both("2026-07-28", "sep-2322-client-request-state"));
        }

        /** With a client of each era before the gateway. */
        private static Stream<Case> both(String revision, String... scenarios) {
            return Arrays.stream(scenarios)
                    .flatMap(scenario -> ERAS.stream().map(era -> new Case(scenario, revision, era)));
        }

        @Override
        public String toString() {
            return revision + "/" + scenario + "/" + era + "-client";
        }
    }

    private UpstreamFace(NpmProject npm) throws IOException {
        this.npm = npm;
        Folders.fresh(folder);
        this.running = folder;
        this.gateway = TestGateway.prepare(folder, TestDatabase.shared().freshDatabase(), NO_UPSTREAM);
        this.control = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    static UpstreamFace start(NpmProject npm) throws IOException {
        UpstreamFace face = new UpstreamFace(npm);
        face.gateway.start();
        face.control.createContext("/", face::put);
        face.control.start();
        return face;
    }

    Path folder() {
        return folder;
    }

    Suite.Run run(Case one) throws IOException, InterruptedException {
        running = Folders.fresh(folder.resolve(one.toString()));
        String command = String.join(
                " ",
                List.of(
                        npm.program(),
                        npm.home().resolve("driver/driver.mjs").toString(),
                        "http://127.0.0.1:" + control.getAddress().getPort(),
                        one.era()));
        try {
            return new Suite(npm, running).client(command, one.scenario(), one.revision());
        } finally {
            closeTap();
        }
    }

    /** Answers with the URL of a virtual server that has the posted URL behind it, written down on the way. */
    private void put(HttpExchange exchange) throws IOException {
        try (exchange) {
            URI suite = URI.create(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            closeTap();
            tap = WireTap.before(suite.getPort(), running.resolve("upstream.wire"));
            String name = "suite" + served++;
            gateway.configure("""
                    upstreams:
                      %s: { url: "http://localhost:%d%s" }
                    virtualServers:
                      %s: { names: original, upstreams: { %s: {} } }
                    bundles:
                      anyone: { members: { anonymous: true }, virtualServers: [%s] }
                    """.formatted(name, tap.port(), suite.getRawPath(), name, name, name));
            HttpResponse<String> reload = gateway.admin("POST", "/api/v1/reload");
            boolean done = reload.statusCode() / 100 == 2;
            byte[] answer = (done ? gateway.mcpUrl(name) : reload.body()).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(done ? 200 : 500, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    private void closeTap() throws IOException {
        if (tap != null) {
            tap.close();
            tap = null;
        }
    }

    @Override
    public void close() throws IOException {
        control.stop(0);
        closeTap();
        gateway.close();
    }
}
