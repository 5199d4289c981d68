package dev.gatehouse.server.gateway;

import dev.gatehouse.server.config.GatehouseConfig;
import dev.gatehouse.server.config.ServerConfig;
import dev.gatehouse.server.config.StreamsConfig;
import dev.gatehouse.server.config.bind.HostPort;
import dev.gatehouse.transport.face.FaceSettings;
import dev.gatehouse.transport.http.HttpLimits;
import dev.gatehouse.transport.http.ListenerSpec;
import dev.gatehouse.transport.http.TlsFiles;
import dev.gatehouse.transport.stream.StreamLimits;
import dev.gatehouse.transport.wire.OldFields;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** From the configuration to what the two listeners take. */
final class ListenerSpecs {
    private final GatehouseConfig config;

    ListenerSpecs(GatehouseConfig config) {
        this.config = config;
    }

    ListenerSpec forClients() {
        ServerConfig server = config.server();
        return new ListenerSpec(
                server.listen().socketAddress(),
                server.tls().map(tls -> new TlsFiles(tls.certificate(), tls.key(), false)),
                clientHosts(server),
                server.allowedOrigins().stream().map(URI::toString).collect(Collectors.toSet()),
                server.trustedProxies(),
                limits());
    }

    ListenerSpec forOperators() {
        HostPort admin = config.server().admin().listen();
        return new ListenerSpec(
                admin.socketAddress(), Optional.empty(), loopbackNames(admin), Set.of(), List.of(), HttpLimits.DEFAULT);
    }

    FaceSettings face() {
        return new FaceSettings(
                config.server().origin(),
                config.limits().callTimeout(),
                Math.toIntExact(config.limits().requestBody().bytes()),
                config.server().strictOldClients() ? OldFields.STRIPPED : OldFields.KEPT,
                streams());
    }

    private StreamLimits streams() {
        StreamsConfig streams = config.limits().streams();
        StreamsConfig.ReplayConfig replay = streams.replay();
        StreamLimits usual = StreamLimits.DEFAULT;
        return new StreamLimits(
                usual.firstByte(),
                streams.keepAlive(),
                streams.stall(),
                usual.settle(),
                usual.recheck(),
                streams.open(),
                streams.openPerPrincipal(),
                streams.liveSessions(),
                streams.liveSessionsPerPrincipal(),
                new StreamLimits.Replay(
                        replay.age(),
                        usual.replay().eventsMax(),
                        Math.toIntExact(replay.perStream().bytes()),
                        replay.memory().bytes()));
    }

    /** The public name, and the address itself: a health check or a proxy may use either. */
    private static Set<String> clientHosts(ServerConfig server) {
        Set<String> hosts = new HashSet<>();
        hosts.add(URI.create(server.origin()).getAuthority().toLowerCase(Locale.ROOT));
        hosts.add(server.listen().toString().toLowerCase(Locale.ROOT));
        if (server.listen().isLoopback()) {
            hosts.addAll(loopbackNames(server.listen()));
        }
        return hosts;
    }

    private static Set<String> loopbackNames(HostPort listen) {
        int port = listen.port();
        return Set.of("127.0.0.1:" + port, "localhost:" + port, "[::1]:" + port);
    }

    private HttpLimits limits() {
        HttpLimits usual = HttpLimits.DEFAULT;
        HttpLimits.Connection connection = usual.connection();
        return usual.withInFlightMax(config.limits().requestsInFlight())
                .withBody(new HttpLimits.Body(
                        Math.toIntExact(config.limits().requestBody().bytes()),
                        usual.body().time(),
                        usual.body().budgetWait()))
                .withConnection(new HttpLimits.Connection(
                        connection.max(),
                        config.limits().perAddress().connections(),
                        connection.idle(),
                        connection.handshake(),
                        connection.requestsMax(),
                        connection.pipelinedMax(),
                        connection.pipelinedBytesMax()));
    }
}
