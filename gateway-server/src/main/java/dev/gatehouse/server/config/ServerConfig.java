package dev.gatehouse.server.config;

import dev.gatehouse.server.config.bind.Default;
import dev.gatehouse.server.config.bind.Doc;
import dev.gatehouse.server.config.bind.HostPort;
import dev.gatehouse.server.config.bind.MayRefer;
import dev.gatehouse.transport.http.Cidr;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** The listeners. */
public record ServerConfig(
        @Doc("Address of the MCP and OAuth endpoints. Off loopback it needs `tls`.")
        @Default("127.0.0.1:8080")
        @MayRefer
        HostPort listen,

        @Doc("The origin clients use, `https://host[:port]`; plain `http` only on loopback. Left out: made from"
                + " `listen`, which must then be a loopback address.")
        @MayRefer
        Optional<URI> publicUrl,

        @Doc("Serve TLS, HTTP/2 included.") Optional<TlsConfig> tls,

        @Doc("The listener of operators.") AdminConfig admin,

        @Doc("Proxies whose `Forwarded` and `X-Forwarded-For` are believed.")
        List<Cidr> trustedProxies,

        @Doc("Web origins whose pages may call, as `https://host[:port]`. Requests without an `Origin` need none.")
        List<URI> allowedOrigins,

        @Doc("Keep from clients of earlier revisions of MCP what theirs does not know: titles, icons, annotations,"
                + " `_meta`. For clients that refuse a whole message because of one such member; most pass over it.")
        @Default("false")
        boolean strictOldClients,

        @Doc("Listen off loopback without TLS: tokens cross the network in the clear. Only for a network that nobody"
                + " else is on, such as the one between a container and the proxy in front of it.")
        @Default("false")
        boolean dangerousPlainHttp) {

    /** The origin of every URL the gateway gives out, without a slash at its end. */
    public String origin() {
        String origin = publicUrl.map(URI::toString).orElseGet(() -> scheme() + "://" + listen);
        return origin.endsWith("/") ? origin.substring(0, origin.length() - 1) : origin;
    }

    private String scheme() {
        return tls.isPresent() ? "https" : "http";
    }
}
