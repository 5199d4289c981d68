package dev.gatehouse.bench;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.upstream.Outbound;
import dev.gatehouse.core.upstream.UpstreamReply;
import dev.gatehouse.policy.detect.Detections;
import dev.gatehouse.policy.detect.scan.Side;
import dev.gatehouse.testkit.corpus.Corpus;
import dev.gatehouse.testkit.corpus.Sample;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** What it costs to look through a payload with every detector. {@code ./dev bench-detect} runs it. */
public final class DetectionSpeed {
    private static final List<String> ALL = List.of("secrets", "pii", "commands", "injection", "hidden");
    private static final int ROUNDS = Integer.getInteger("rounds", 15);
    private static final int WARM_SECONDS = 10;
    private static final int BYTES_OF_ROUND = 16 * 1024 * 1024;

    private DetectionSpeed() {}

    public static void main(String[] args) {
        warm();
        for (int bytes : List.of(4 * 1024, 64 * 1024, 1024 * 1024)) {
            Json prose = payload(bytes);
            report("all five", prose, ALL);
            ALL.forEach(family -> report(family, prose, List.of(family)));
        }
    }

    /** What tools say all day: the harmless texts of the labelled sets, as many as fit. */
    private static Json payload(int bytes) {
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

    /** The compiler is through with it before anything is measured. */
    private static void warm() {
        Json payload = payload(4 * 1024);
        Detections wanted = Detections.of(ALL, 80);
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(WARM_SECONDS);
        while (System.nanoTime() < until) {
            wanted.in(payload, Side.RESULT);
        }
    }

    private static void report(String what, Json payload, List<String> words) {
        int times = Math.max(4, BYTES_OF_ROUND / payload.length() / 8);
        Detections wanted = Detections.of(words, 80);
        double[] micros = new double[ROUNDS];
        long seen = 0;
        for (int round = 0; round < ROUNDS; round++) {
            long begin = System.nanoTime();
            for (int i = 0; i < times; i++) {
                seen += wanted.in(payload, Side.RESULT).size();
            }
            micros[round] = (System.nanoTime() - begin) / 1e3 / times;
        }
        Arrays.sort(micros);
        System.out.printf(
                Locale.ROOT,
                "%,11d bytes  %-10s  %,10.1f us median  %,10.1f us best  (%d seen)%n",
                payload.length(),
                what,
                micros[ROUNDS / 2],
                micros[0],
                seen / ROUNDS / times);
    }
}
