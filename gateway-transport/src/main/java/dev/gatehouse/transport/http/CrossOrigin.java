package dev.gatehouse.transport.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Which names this listener goes by and which browser pages may call it. A page whose host name was pointed at us after
 * it loaded (DNS rebinding) says the wrong {@code Host} or the wrong {@code Origin}.
 */
public final class CrossOrigin {
    private static final String PREFLIGHT_SECONDS = "600";
    private static final String EXPOSED = "Mcp-Session-Id, WWW-Authenticate, MCP-Protocol-Version";

    private final boolean tls;
    private final Set<String> hosts;
    private final Set<String> origins;

    public CrossOrigin(ListenerSpec spec) {
        this.tls = spec.tls().isPresent();
        this.hosts = spec.hosts();
        this.origins = spec.origins();
    }

    /** Empty when the request may go on; else 403. */
    public Optional<EarlyAnswer> check(RequestHead head) {
        boolean known = head.host()
                .filter(host -> hosts.contains(host.host()) || hosts.contains(host.toString()))
                .isPresent();
        if (!known) {
            return Optional.of(EarlyAnswer.polite(HttpResponseStatus.FORBIDDEN, "this Host is not served here"));
        }
        boolean welcome = head.header(HttpHeaderNames.ORIGIN)
                .map(origin -> isAllowed(origin) || isOurs(origin, head))
                .orElse(true);
        return welcome
                ? Optional.empty()
                : Optional.of(EarlyAnswer.polite(HttpResponseStatus.FORBIDDEN, "this Origin may not call"));
    }

    /** The answer to OPTIONS; for a page that asks first, with what it may send. */
    public EarlyAnswer options(RequestHead head, String methods) {
        EarlyAnswer answer =
                EarlyAnswer.polite(HttpResponseStatus.NO_CONTENT, "").with("Allow", methods);
        boolean asks = head.headers().contains(HttpHeaderNames.ACCESS_CONTROL_REQUEST_METHOD);
        if (!asks || head.header(HttpHeaderNames.ORIGIN).filter(this::isAllowed).isEmpty()) {
            return answer;
        }
        EarlyAnswer allowed =
                answer.with("Access-Control-Allow-Methods", methods).with("Access-Control-Max-Age", PREFLIGHT_SECONDS);
        return head.header(HttpHeaderNames.ACCESS_CONTROL_REQUEST_HEADERS)
                .map(names -> allowed.with("Access-Control-Allow-Headers", names))
                .orElse(allowed);
    }

    /** Lets an allowed page read the response. */
    void expose(RequestHead head, HttpHeaders headers) {
        Optional<String> origin = head.header(HttpHeaderNames.ORIGIN).filter(this::isAllowed);
        if (origin.isPresent()) {
            headers.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, origin.get());
            headers.set(HttpHeaderNames.ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
            headers.add(HttpHeaderNames.VARY, "Origin");
        }
    }

    private boolean isAllowed(String origin) {
        return origins.contains(origin.toLowerCase(Locale.ROOT));
    }

    private boolean isOurs(String origin, RequestHead head) {
        String scheme = tls ? "https://" : "http://";
        return head.host()
                .filter(host -> origin.equalsIgnoreCase(scheme + host))
                .isPresent();
    }
}
