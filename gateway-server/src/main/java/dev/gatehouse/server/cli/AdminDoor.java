package dev.gatehouse.server.cli;

import dev.gatehouse.core.http.Endpoint;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.server.config.GatehouseConfig;
import dev.gatehouse.server.gateway.AdminToken;
import dev.gatehouse.server.gateway.DataDirectory;
import dev.gatehouse.server.gateway.StartFailedException;
import dev.gatehouse.server.gateway.StoppedGateway;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.file.Files;
import java.util.Map;
import java.util.Optional;

/**
 * The admin API for the command line: of the running gateway through its admin listener, with the token from the data
 * directory; or, when none runs, the same endpoints called in this process over the same database.
 */
final class AdminDoor {
    private final GatehouseConfig config;

    AdminDoor(GatehouseConfig config) {
        this.config = config;
    }

    /** @throws StartFailedException when no gateway runs and the database cannot be opened from here either */
    Gateways.Answer send(Endpoint.Method method, String path, String body) throws IOException, StartFailedException {
        DataDirectory data = DataDirectory.open(config.dataDir());
        if (Files.exists(data.adminToken())) {
            try {
                return overTheWire(data, method, path, body);
            } catch (ConnectException | HttpConnectTimeoutException e) {
                // Nothing listens: the gateway is stopped, and its data directory is ours to open.
                return inProcess(method, path, body);
            }
        }
        return inProcess(method, path, body);
    }

    /** Why something was not done, and what would help (RFC 9457). */
    static String problem(Gateways.Answer answer) throws IOException {
        Json problem = answer.json();
        return problem.text("detail").orElse(answer.body())
                + problem.text("place").map(place -> " (at " + place + ")").orElse("")
                + problem.text("remedy").map(remedy -> ". " + remedy).orElse("");
    }

    /** Only a running gateway will do. */
    Gateways.Answer sendToRunning(Endpoint.Method method, String path, String body)
            throws IOException, StartFailedException {
        return overTheWire(DataDirectory.open(config.dataDir()), method, path, body);
    }

    /** What the gateway that runs says; empty when none does, and then nothing is made, not even a directory. */
    Optional<Json> askRunning(String path) {
        if (!Files.isDirectory(config.dataDir())) {
            return Optional.empty();
        }
        try {
            Gateways.Answer answer = sendToRunning(Endpoint.Method.GET, path, "");
            return answer.status() == 200 ? Optional.of(answer.json()) : Optional.empty();
        } catch (IOException | StartFailedException e) {
            return Optional.empty();
        }
    }

    private Gateways.Answer overTheWire(DataDirectory data, Endpoint.Method method, String path, String body)
            throws IOException {
        AdminToken token = AdminToken.read(data.adminToken());
        String url = "http://" + config.server().admin().listen() + path;
        return Gateways.send(
                method.name(), url, Map.of("Authorization", token.header(), "Content-Type", "application/json"), body);
    }

    private Gateways.Answer inProcess(Endpoint.Method method, String path, String body) throws StartFailedException {
        try (StoppedGateway gateway = StoppedGateway.open(config)) {
            var answer = gateway.send(method, path, body);
            return new Gateways.Answer(
                    answer.status(), new String(answer.body(), java.nio.charset.StandardCharsets.UTF_8));
        }
    }
}
