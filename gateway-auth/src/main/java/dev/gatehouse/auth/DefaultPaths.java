package dev.gatehouse.auth;

import dev.gatehouse.auth.client.ClientDirectory;
import dev.gatehouse.auth.token.Issuer;
import dev.gatehouse.core.http.Endpoint;
import dev.gatehouse.core.http.PathPattern;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Where clients of revision 2025-03-26 go without having read any metadata: fixed paths at the origin. */
final class DefaultPaths {
    private static final Map<String, String> DEFAULTS = Map.of(
            Issuer.AUTHORIZE_PATH, "/authorize",
            Issuer.TOKEN_PATH, "/token",
            ClientDirectory.REGISTER_PATH, "/register");

    private DefaultPaths() {}

    /** Each of the endpoints that has such a path, once more there. */
    static Stream<Endpoint> of(List<Endpoint> endpoints) {
        return endpoints.stream()
                .filter(endpoint -> endpoint.on() == Endpoint.Listener.PUBLIC)
                .flatMap(endpoint ->
                        Optional.ofNullable(DEFAULTS.get(endpoint.path().toString()))
                                .map(path -> new Endpoint(
                                        endpoint.on(),
                                        endpoint.method(),
                                        PathPattern.of(path),
                                        endpoint.guard(),
                                        endpoint.bodyBytesMax(),
                                        endpoint.handler()))
                                .stream());
    }
}
