package dev.gatehouse.policy.approval;

import dev.gatehouse.core.json.ArrayWriter;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.ObjectWriter;
import dev.gatehouse.core.policy.Approvals;
import java.util.List;

/**
 * What one rule wanted when the request was made.
 *
 * @param by who may approve, each {@code group:PROVIDER/NAME} or {@code user:PROVIDER/NAME}; none means the approvers of the bundle
 * @param people how many different ones must
 * @param executes whether the gateway makes the call itself then
 */
public record Demanded(String rule, List<String> by, int people, String reason, boolean executes) {
    public Demanded {
        by = List.copyOf(by);
    }

    static Demanded of(Approvals.Demand demand) {
        return new Demanded(
                demand.rule().value(),
                demand.approval().approvers(),
                demand.approval().people(),
                demand.approval().reason(),
                demand.approval().executes());
    }

    static Json json(List<Demanded> all) {
        ArrayWriter written = Json.array();
        all.forEach(one -> written.add(one.json()));
        return written.build();
    }

    /** What is not there is false: what was written before there was such a thing stays as it is. */
    private Json json() {
        ObjectWriter written = Json.object()
                .put("rule", rule)
                .put("by", Json.ofStrings(by))
                .put("people", people)
                .put("reason", reason);
        return executes ? written.put("executes", true).build() : written.build();
    }

    static List<Demanded> read(Json all) {
        return all.elements().stream().map(Demanded::one).toList();
    }

    private static Demanded one(Json json) {
        List<String> by = json.member("by").stream()
                .flatMap(names -> names.elements().stream())
                .flatMap(name -> name.string().stream())
                .toList();
        int people =
                Math.toIntExact(json.member("people").orElseThrow().integer().orElseThrow());
        boolean executes = json.member("executes").flatMap(Json::bool).orElse(false);
        return new Demanded(
                json.text("rule").orElseThrow(), by, people, json.text("reason").orElseThrow(), executes);
    }
}
