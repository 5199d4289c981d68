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

    /** The harmless texts of the labelled sets, one of each set in turn, as many as fit. */
    static Json payload(int bytes) {
        return payload(bytes, List.of("personal", "secrets", "injections"));
    }

    /** The same of some sets; texts that are harmless and look like personal data are full of numbers. */
    static Json payload(int bytes, List<String> sets) {
        List<List<String>> parts = sets.stream().map(Prose::harmless).toList();
        StringBuilder text = new StringBuilder(bytes);
        for (int i = 0; text.length() < bytes; i++) {
            List<String> set = parts.get(i % parts.size());
            text.append(set.get(i / parts.size() % set.size())).append('\n');
        }
        text.setLength(bytes);
        Json content =
                Json.object().put("type", "text").put("text", text.toString()).build();
        return Json.object().put("content", Json.of(List.of(content))).build();
    }

    private static List<String> harmless(String set) {
        return Corpus.read(set).stream()
                .filter(Sample::isHarmless)
                .map(Sample::text)
                .toList();
    }

    /** The same as what a tool says. */
    static Outbound result(int bytes) {
        return new Outbound.Result(new UpstreamReply.Complete(payload(bytes)));
    }
}
