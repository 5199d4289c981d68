package dev.gatehouse.core.call;

import dev.gatehouse.core.mcp.McpRequest;
import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.policy.ListFacts;
import dev.gatehouse.core.revision.Bundle;
import dev.gatehouse.core.view.Published;
import dev.gatehouse.core.view.ServerView;
import dev.gatehouse.core.view.Views;
import java.util.Optional;

/** Where the names of clients lead. Unknown ones, hidden ones and callers without a bundle all get the same answer. */
final class Routes {
    private final Views views;
    private final TaskIds tasks;

    Routes(Views views, TaskIds tasks) {
        this.views = views;
        this.tasks = tasks;
    }

    Optional<Route> find(Admission.Admitted admitted, McpRequest.Targeted request) {
        return admitted.governing()
                .flatMap(bundle -> request instanceof McpRequest.OnTask onTask
                        ? task(admitted, bundle, onTask)
                        : named(admitted, bundle, request));
    }

    private Optional<Route> named(Admission.Admitted admitted, Bundle bundle, McpRequest.Targeted request) {
        ServerView view = views.of(admitted.server(), request.meta().capabilities());
        return view.find(request.kind(), request.name(), admitted.principal())
                .filter(entry -> isShown(bundle, admitted, entry))
                .map(entry -> new Route(bundle, view, entry, Optional.empty()));
    }

    /** A task stays with its tool: who may not know of that any more knows nothing of the task. */
    private Optional<Route> task(Admission.Admitted admitted, Bundle bundle, McpRequest.OnTask request) {
        ServerView view = views.of(admitted.server(), request.meta().capabilities());
        return tasks.open(request.taskId(), admitted)
                .flatMap(task -> view.find(Primitive.TOOL, task.tool(), admitted.principal())
                        .filter(entry -> task.isOf(entry.target()))
                        .filter(entry -> isShown(bundle, admitted, entry))
                        .map(entry -> new Route(bundle, view, entry, Optional.of(task))));
    }

    private static boolean isShown(Bundle bundle, Admission.Admitted admitted, Published entry) {
        return entry.isShown(
                bundle.policy(), new ListFacts(bundle.name(), admitted.server().name(), admitted.principal()));
    }
}
