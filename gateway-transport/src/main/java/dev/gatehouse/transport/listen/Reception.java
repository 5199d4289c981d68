package dev.gatehouse.transport.listen;

import dev.gatehouse.core.identity.AccessToken;
import dev.gatehouse.transport.http.CrossOrigin;
import dev.gatehouse.transport.http.Destination;
import dev.gatehouse.transport.http.EarlyAnswer;
import dev.gatehouse.transport.http.HttpLimits;
import dev.gatehouse.transport.http.ListenerSpec;
import dev.gatehouse.transport.http.RequestHead;
import dev.gatehouse.transport.http.ResponseHeaders;
import dev.gatehouse.transport.http.Route;
import dev.gatehouse.transport.wire.ByteBudget;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Decides on the loop, by the head alone, whether a request may go on: names, route, what the destination screens, then
 * room. Nothing here reads a body or verifies a token.
 */
final class Reception {
    sealed interface Received {}

    record Welcome(Destination destination) implements Received {}

    record SentAway(EarlyAnswer answer) implements Received {}

    private final CrossOrigin names;
    private final RouteTable routes;
    private final ResponseHeaders responses;
    private final Admissions admissions;
    private final ByteBudget budget;
    private final Peers peers;
    private final HttpLimits limits;

    Reception(ListenerSpec spec, RouteTable routes, Admissions admissions, ByteBudget budget) {
        this.names = new CrossOrigin(spec);
        this.routes = routes;
        this.responses = new ResponseHeaders(spec.tls().isPresent(), names);
        this.admissions = admissions;
        this.budget = budget;
        this.peers = new Peers(spec.trustedProxies());
        this.limits = spec.limits();
    }

    /** A welcome has entered {@link #admissions()}; whoever gets it leaves again. */
    Received receive(RequestHead head) {
        Optional<EarlyAnswer> objection = names.check(head).or(() -> tokenInQuery(head));
        if (objection.isPresent()) {
            return new SentAway(objection.get());
        }
        return switch (routes.find(head.method(), head.path())) {
            case Route.Nowhere _ -> new SentAway(EarlyAnswer.polite(HttpResponseStatus.NOT_FOUND, "not found"));
            case Route.Options(String methods) -> new SentAway(names.options(head, methods));
            case Route.WrongMethod(String methods) ->
                new SentAway(EarlyAnswer.polite(HttpResponseStatus.METHOD_NOT_ALLOWED, "method not allowed")
                        .with("Allow", methods));
            case Route.Found(Destination destination) -> admit(head, destination);
        };
    }

    private Received admit(RequestHead head, Destination destination) {
        Optional<EarlyAnswer> screened = destination.screen(head);
        if (screened.isPresent()) {
            return new SentAway(screened.get());
        }
        return admissions.tryEnter()
                ? new Welcome(destination)
                : new SentAway(EarlyAnswer.overloaded("too many requests are under way"));
    }

    /** RFC 9700 §4.3.2: queries end up in logs and histories, so a token there is spoiled whatever it is worth. */
    private static Optional<EarlyAnswer> tokenInQuery(RequestHead head) {
        if (head.query().isEmpty()) {
            return Optional.empty();
        }
        for (String pair : head.query().split("&", -1)) {
            try {
                String[] parameter = pair.split("=", 2);
                String name = URLDecoder.decode(parameter[0], StandardCharsets.UTF_8);
                boolean key = parameter.length > 1 && parameter[1].startsWith(AccessToken.API_KEY_PREFIX);
                if (key || name.equalsIgnoreCase("access_token")) {
                    return Optional.of(EarlyAnswer.polite(
                            HttpResponseStatus.BAD_REQUEST, "tokens belong in the Authorization header"));
                }
            } catch (IllegalArgumentException e) {
                return Optional.of(EarlyAnswer.polite(HttpResponseStatus.BAD_REQUEST, "malformed query"));
            }
        }
        return Optional.empty();
    }

    String peerOf(Channel channel, HttpHeaders headers) {
        return peers.peerOf(channel, headers);
    }

    BodyCollector collector(ChannelHandlerContext ctx, int bytesMax, long declared, BodyCollector.Outcome outcome) {
        return new BodyCollector(ctx, budget, limits.body(), bytesMax, declared, outcome);
    }

    ResponseHeaders responses() {
        return responses;
    }

    Admissions admissions() {
        return admissions;
    }
}
