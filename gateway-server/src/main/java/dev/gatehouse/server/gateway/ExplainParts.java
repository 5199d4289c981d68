package dev.gatehouse.server.gateway;

import dev.gatehouse.auth.Auth;
import dev.gatehouse.auth.admin.AdminRoute;
import dev.gatehouse.auth.agent.AgentStatus;
import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.core.revision.Revision;
import dev.gatehouse.core.upstream.Catalog;
import dev.gatehouse.server.explain.ExplainRoute;
import dev.gatehouse.server.explain.Explainer;
import java.util.List;
import java.util.function.Supplier;

/** Puts together what explains, for a gateway that runs and for one that does not. */
final class ExplainParts {
    private ExplainParts() {}

    /** @param warnings what is told with every explanation */
    static AdminRoute route(
            Auth auth, Supplier<Revision> revisions, Catalog catalog, Supplier<List<String>> warnings, Clocks clocks) {
        Explainer explainer = new Explainer(
                revisions,
                catalog,
                () -> auth.switches().get(),
                agent -> auth.agents().find(agent).flatMap(AgentStatus::bundle),
                warnings,
                clocks);
        return new ExplainRoute(explainer).route();
    }
}
