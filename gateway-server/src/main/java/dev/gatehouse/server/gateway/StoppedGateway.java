package dev.gatehouse.server.gateway;

import dev.gatehouse.audit.spool.FsyncObserver;
import dev.gatehouse.auth.admin.AdminRoute;
import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.core.http.Answer;
import dev.gatehouse.core.http.Endpoint;
import dev.gatehouse.core.http.Request;
import dev.gatehouse.core.revision.Revision;
import dev.gatehouse.policy.Provisions;
import dev.gatehouse.policy.catalog.JdbcCatalogStore;
import dev.gatehouse.server.approval.ApprovalParts;
import dev.gatehouse.server.approval.Approving;
import dev.gatehouse.server.channel.Channels;
import dev.gatehouse.server.config.GatehouseConfig;
import dev.gatehouse.server.config.RevisionCompiler;
import dev.gatehouse.server.explain.StoredCatalog;
import dev.gatehouse.server.explain.UnknownNames;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The admin API of a gateway that does not run: the same endpoints over the same stores, without a socket. */
public final class StoppedGateway implements AutoCloseable {
    private final Foundation foundation;
    private final List<Endpoint> endpoints;
    private final Resources resources = new Resources();

    private StoppedGateway(GatehouseConfig config, Revision revision, Foundation foundation) {
        this.foundation = foundation;
        Channels channels = resources.add(new Channels(Clocks.SYSTEM.wall()));
        // Whoever holds the data directory's lock has the machine, and nobody else can call this.
        ApprovalParts approvals = new ApprovalParts(
                foundation.place(Clocks.SYSTEM),
                foundation.auth(),
                config.server().origin(),
                () -> revision,
                () -> channels.of(config.approvals().channels()));
        List<AdminRoute> routes = new ArrayList<>(Approving.routes(approvals));
        StoredCatalog catalog = new StoredCatalog(
                revision, new JdbcCatalogStore(foundation.database().dataSource()));
        routes.add(ExplainParts.route(
                foundation.auth(),
                () -> revision,
                catalog,
                () -> new UnknownNames(config, revision, catalog).told(),
                Clocks.SYSTEM));
        routes.addAll(PinDesk.routes(foundation, () -> revision, Clocks.SYSTEM).routes());
        routes.addAll(Keeping.routes(config, foundation.place(Clocks.SYSTEM)).routes());
        routes.addAll(Reporting.trail(foundation, config, Clocks.SYSTEM).routes());
        routes.addAll(Reporting.routes(foundation, () -> revision, () -> config, Clocks.SYSTEM));
        routes.addAll(resources
                .add(Alarms.idle(foundation, channels, config, Clocks.SYSTEM))
                .routes());
        this.endpoints = foundation.auth().adminApi(_ -> true, routes).endpoints();
    }

    /** @throws StartFailedException also when a gateway does run: the spool's lock tells */
    public static StoppedGateway open(GatehouseConfig config) throws StartFailedException {
        OutboundTrust.widen(config);
        Revision revision = RevisionCompiler.compile(config, Provisions.none());
        return new StoppedGateway(
                config,
                revision,
                Foundation.open(
                        config, () -> revision, FsyncObserver.NONE, Clocks.SYSTEM, Foundation.WithoutDatabase.REFUSE));
    }

    /**
     * Calls the endpoint that a request to the admin listener would reach; 404 when there is none.
     *
     * @param target a path, with its query
     */
    public Answer send(Endpoint.Method method, String target, String body) {
        String[] parts = target.split("\\?", 2);
        for (Endpoint endpoint : endpoints) {
            Optional<Map<String, String>> variables = endpoint.path().match(parts[0]);
            if (endpoint.method() == method && variables.isPresent()) {
                return answer(endpoint, parts, variables.get(), body);
            }
        }
        return Answer.json(404, "{\"error\":\"not_found\"}");
    }

    private static Answer answer(Endpoint endpoint, String[] target, Map<String, String> variables, String body) {
        Request request = new Request(
                endpoint.method(),
                target[0],
                variables,
                target.length == 1 ? "" : target[1],
                Map.of("authorization", List.of("the data directory")),
                body.getBytes(StandardCharsets.UTF_8),
                "this machine");
        try {
            return endpoint.handler().handle(request);
        } catch (Exception e) {
            return Answer.json(500, "{\"error\":\"internal\"}");
        }
    }

    @Override
    public void close() {
        resources.close();
        foundation.close();
    }
}
