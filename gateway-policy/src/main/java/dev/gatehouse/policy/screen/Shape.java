package dev.gatehouse.policy.screen;

import dev.gatehouse.core.json.ArrayWriter;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.Definition;
import dev.gatehouse.core.upstream.InputRequest;
import dev.gatehouse.core.upstream.Notice;
import dev.gatehouse.core.upstream.Outbound;
import dev.gatehouse.core.upstream.UpstreamReply;
import java.util.ArrayList;
import java.util.List;

/** What comes back as one JSON value, which is what places point into, and the same with that value changed. */
public final class Shape {
    private static final String MESSAGE = "message";
    private static final String DATA = "data";

    private Shape() {}

    /** A result as it is; an error with its message and data; questions by their keys; a notice's parameters. */
    public static Json of(Outbound outbound) {
        return switch (outbound) {
            case Outbound.Result(UpstreamReply.Complete reply) -> reply.result();
            case Outbound.Errored(UpstreamReply.Errored error) ->
                Json.object()
                        .put(MESSAGE, error.message())
                        .putJsonIf(DATA, error.data())
                        .build();
            case Outbound.Asked(List<InputRequest> requests) ->
                Json.of(requests.stream().map(InputRequest::params).toList());
            case Outbound.Noticed(Notice notice) -> notice.params();
            case Outbound.Listed(List<Definition> entries) -> listed(entries);
        };
    }

    /** The same thing with what {@link #of} said of it changed. */
    static Outbound with(Outbound outbound, Json changed) {
        return switch (outbound) {
            case Outbound.Result _ -> new Outbound.Result(new UpstreamReply.Complete(changed));
            case Outbound.Errored(UpstreamReply.Errored error) ->
                new Outbound.Errored(new UpstreamReply.Errored(
                        error.code(), changed.text(MESSAGE).orElse(""), changed.member(DATA)));
            case Outbound.Asked(List<InputRequest> requests) -> asked(requests, changed.elements());
            case Outbound.Noticed(Notice notice) -> new Outbound.Noticed(new Notice(notice.method(), changed));
            case Outbound.Listed(List<Definition> entries) -> listed(entries, changed.elements());
        };
    }

    private static Json listed(List<Definition> entries) {
        ArrayWriter all = Json.array();
        entries.forEach(entry -> all.add(entry.json()));
        return all.build();
    }

    private static Outbound asked(List<InputRequest> requests, List<Json> params) {
        List<InputRequest> changed = new ArrayList<>();
        for (int i = 0; i < requests.size(); i++) {
            InputRequest request = requests.get(i);
            changed.add(new InputRequest(request.key(), request.method(), params.get(i)));
        }
        return new Outbound.Asked(changed);
    }

    private static Outbound listed(List<Definition> entries, List<Json> jsons) {
        List<Definition> changed = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            Definition entry = entries.get(i);
            changed.add(new Definition(entry.kind(), entry.name(), jsons.get(i)));
        }
        return new Outbound.Listed(changed);
    }
}
