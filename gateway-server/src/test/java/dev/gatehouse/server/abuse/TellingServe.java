package dev.gatehouse.server.abuse;

import dev.gatehouse.core.http.Endpoint;
import dev.gatehouse.server.config.ConfigFile;
import dev.gatehouse.server.config.Loaded;
import dev.gatehouse.server.config.bind.Secrets;
import dev.gatehouse.server.gateway.Gateway;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Runs a gateway as {@code serve} does, after writing down which endpoints it has: the list the listeners got. */
final class TellingServe {
    /** One endpoint: listener, method, path with {@code {names}}, guard. */
    record Told(Endpoint.Listener on, String method, String path, Endpoint.Guard guard) {
        static Told of(String line) {
            String[] parts = line.split(" ", 4);
            return new Told(Endpoint.Listener.valueOf(parts[0]), parts[1], parts[3], Endpoint.Guard.valueOf(parts[2]));
        }

        String target(String server, String agent) {
            return path.replace("{server}", server).replace("{name}", agent).replaceAll("\\{\\w+}", "any");
        }
    }

    private TellingServe() {}

    static List<Told> read(Path config) throws IOException {
        return Files.readAllLines(file(config)).stream().map(Told::of).toList();
    }

    private static Path file(Path config) {
        return config.resolveSibling("endpoints.txt");
    }

    public static void main(String[] arguments) throws Exception {
        Path config = Path.of(arguments[2]);
        Loaded.Valid loaded = (Loaded.Valid) ConfigFile.load(config, Secrets.ofProcess());
        Gateway gateway = Gateway.start(config, loaded);
        List<String> lines = gateway.endpoints().stream()
                .map(endpoint ->
                        endpoint.on() + " " + endpoint.method() + " " + endpoint.guard() + " " + endpoint.path())
                .toList();
        Files.write(file(config), lines);
        gateway.runUntilStopped();
    }
}
