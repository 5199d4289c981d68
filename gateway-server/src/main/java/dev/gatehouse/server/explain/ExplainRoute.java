package dev.gatehouse.server.explain;

import dev.gatehouse.auth.admin.AdminRoute;
import dev.gatehouse.auth.admin.Asked;
import dev.gatehouse.auth.admin.Problem;
import dev.gatehouse.auth.admin.Reach;
import dev.gatehouse.core.http.Answer;
import dev.gatehouse.core.http.Endpoint.Method;

/** Explanations, for those who see everything: they tell of every bundle. */
public final class ExplainRoute {
    public static final String PATH = "/explain";

    private final Explainer explainer;

    public ExplainRoute(Explainer explainer) {
        this.explainer = explainer;
    }

    public AdminRoute route() {
        return AdminRoute.route(Method.GET, PATH, Reach.OVERSEERS, "Tells what would become of a call, and why.")
                .parameter("as", "Who would call: agent:NAME, user:PROVIDER/NAME[,group:PROVIDER/GROUP...], anonymous.")
                .parameter("server", "The virtual server.")
                .parameter("call", "The tool, by its public name.")
                .parameter("arguments", "A JSON object; an empty one where it is left out.")
                .answers(Explained.class)
                .by(this::explain);
    }

    private Answer explain(Asked asked) {
        return switch (Question.read(
                asked.parameter("as").orElse(""),
                asked.parameter("server").orElse(""),
                asked.parameter("call").orElse(""),
                asked.parameter("arguments").orElse(""))) {
            case Question.Reading.Good(Question question) -> AdminRoute.ok(explainer.explain(question));
            case Question.Reading.Wrong(String parameter, String expected) ->
                Problem.malformed("?" + parameter, expected).answer();
        };
    }
}
