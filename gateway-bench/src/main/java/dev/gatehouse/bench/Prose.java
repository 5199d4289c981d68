package dev.gatehouse.bench;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.upstream.Outbound;
import dev.gatehouse.core.upstream.UpstreamReply;
import dev.gatehouse.testkit.corpus.Corpus;
import dev.gatehouse.testkit.corpus.Sample;
import java.util.List;

/** What tools say all day, to be looked through. */
final class Prose {
    private Prose() {}

    /** The harmless texts of the labelled sets, as many as fit. */
    static Json payload(int bytes) {
        StringBuilder text = new StringBuilder(bytes);
        List<String> parts = List.of("personal", "secrets", "injections").stream()
                .flatMap(name -> Corpus.read(name).stream())
                .filter(Sample::isHarmless)
                .map(Sample::text)
                .toList();
        for (int i = 0; text.length() < bytes; i++) {
            text.append(parts.get(i % parts.size())).append('\n');
        }
        text.setLength(bytes);
        Json content =
                Json.object().put("type", "text").put("text", text.toString()).build();
        return Json.object().put("content", Json.of(List.of(content))).build();
    }

    /** The same as what a tool says. */
    static Outbound result(int bytes) {
        return new Outbound.Result(new UpstreamReply.Complete(payload(bytes)));
    }
}
