package dev.gatehouse.audit.sink;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.audit.http.HttpReply;
import dev.gatehouse.audit.http.HttpSender;
import dev.gatehouse.core.identity.Confidential;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSyntaxException;
import dev.gatehouse.core.json.ObjectWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Posts records to Splunk's HTTP Event Collector. With acknowledgement a batch is taken when the indexers say they have it, not
 * when the collector does: what waits in its memory is lost with it.
 */
public final class SplunkSink implements Sink {
    private static final String EVENT = "/services/collector/event";
    private static final String ACK = "/services/collector/ack";
    private static final String CHANNEL = "X-Splunk-Request-Channel";
    private static final int INVALID_FORMAT = 6;
    private static final int EVENT_REQUIRED = 12;
    private static final int EVENT_BLANK = 13;
    private static final int INDEXED_FIELDS = 15;
    private static final int CONTENT_TOO_LARGE = 413;
    private static final long MILLIS_PER_SECOND = 1_000;

    /**
     * @param url of the collector, without a path
     * @param index empty for the token's own
     * @param acknowledge whether the token has indexer acknowledgement
     */
    public record Target(
            URI url,
            Confidential token,
            Optional<String> index,
            String source,
            String sourcetype,
            boolean acknowledge) {}

    /**
     * @param every how long between two questions
     * @param within after so long a batch counts as not taken, and is sent again
     */
    record Polling(Duration every, Duration within) {
        static final Polling DEFAULT = new Polling(Duration.ofMillis(500), Duration.ofSeconds(45));
    }

    private final Target target;
    private final HttpSender http;
    private final Polling polling;
    /** Of this process alone: acknowledgements are told to nobody else. */
    private final String channel = UUID.randomUUID().toString();

    public SplunkSink(Target target, HttpSender http) {
        this(target, http, Polling.DEFAULT);
    }

    SplunkSink(Target target, HttpSender http, Polling polling) {
        this.target = target;
        this.http = http;
        this.polling = polling;
    }

    @Override
    public Answer take(List<SinkRecord> records) {
        try {
            HttpReply reply = post(EVENT, body(records));
            Json said = read(reply.body());
            if (reply.isOk()) {
                return target.acknowledge() ? acknowledged(said) : new Answer.Taken();
            }
            return refusal(records, reply, said);
        } catch (IOException e) {
            return Answer.Later.because(String.valueOf(e.getMessage()));
        }
    }

    private byte[] body(List<SinkRecord> records) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (SinkRecord record : records) {
            out.writeBytes(SinkRecord.line(event(record)));
            out.write('\n');
        }
        return out.toByteArray();
    }

    private Json event(SinkRecord record) {
        ObjectWriter out = Json.object()
                .put("time", seconds(record))
                .put("host", record.gateway())
                .put("source", target.source())
                .put("sourcetype", target.sourcetype())
                .putIf("index", target.index());
        return out.put("event", record.json())
                .put(
                        "fields",
                        Json.object()
                                .put("id", record.id())
                                .put("type", record.type())
                                .build())
                .build();
    }

    /** Splunk's time: seconds since 1970 with a fraction. */
    private static Json seconds(SinkRecord record) {
        long millis = record.at().toEpochMilli();
        String text = String.format(
                Locale.ROOT,
                "%d.%03d",
                Math.floorDiv(millis, MILLIS_PER_SECOND),
                Math.floorMod(millis, MILLIS_PER_SECOND));
        try {
            return Json.read(text);
        } catch (JsonSyntaxException e) {
            throw new IllegalStateException("digits, a point and digits are a number", e);
        }
    }

    /** The codes are those of the collector's own list; what is not about an event is for the operator, and the records wait. */
    private Answer refusal(List<SinkRecord> records, HttpReply reply, Json said) {
        String why = HttpAnswers.said(reply);
        OptionalLong code = integer(said, "code");
        OptionalLong event = integer(said, "invalid-event-number");
        boolean isOfAnEvent = code.isPresent()
                && switch ((int) code.getAsLong()) {
                    case INVALID_FORMAT, EVENT_REQUIRED, EVENT_BLANK, INDEXED_FIELDS -> true;
                    default -> false;
                };
        if (reply.status() == CONTENT_TOO_LARGE || (isOfAnEvent && !isWithin(event, records))) {
            return new Answer.Unfit(why);
        }
        if (!isOfAnEvent) {
            return new Answer.Later(why, reply.after());
        }
        int at = (int) event.getAsLong();
        return at == 0 || !target.acknowledge()
                ? new Answer.Refused(at, why)
                : afterEarlier(records.subList(0, at), new Answer.Refused(at, why));
    }

    /** The collector took what stood before, but gave no number to ask the indexers by. */
    private Answer afterEarlier(List<SinkRecord> earlier, Answer.Refused refused) {
        Answer answer = take(earlier);
        return answer instanceof Answer.Taken ? refused : answer;
    }

    private static boolean isWithin(OptionalLong event, List<SinkRecord> records) {
        return event.isPresent() && event.getAsLong() >= 0 && event.getAsLong() < records.size();
    }

    private Answer acknowledged(Json said) throws IOException {
        OptionalLong ackId = integer(said, "ackId");
        if (ackId.isEmpty()) {
            return Answer.Later.because("it gave no ackId: switch indexer acknowledgement on for the token, or set"
                    + " `acknowledge: false`");
        }
        String id = Long.toString(ackId.getAsLong());
        byte[] question = Json.object()
                .put("acks", Json.array().add(ackId.getAsLong()).build())
                .build()
                .bytes();
        long deadline = System.nanoTime() + polling.within().toNanos();
        while (System.nanoTime() - deadline < 0) {
            HttpReply reply = post(ACK, question);
            if (!reply.isOk()) {
                return new Answer.Later("asked for an acknowledgement, " + HttpAnswers.said(reply), reply.after());
            }
            Optional<Boolean> isIndexed = read(reply.body())
                    .member("acks")
                    .flatMap(acks -> acks.member(id))
                    .flatMap(Json::bool);
            if (isIndexed.orElse(false)) {
                return new Answer.Taken();
            }
            pause();
        }
        return Answer.Later.because(
                "it acknowledged nothing within " + polling.within().toSeconds() + " s");
    }

    private HttpReply post(String path, byte[] body) throws IOException {
        Map<String, String> headers = new HashMap<>();
        headers.put("Authorization", "Splunk " + target.token().value());
        headers.put("Content-Type", "application/json");
        if (target.acknowledge()) {
            headers.put(CHANNEL, channel);
        }
        return http.post(target.url().resolve(path), headers, body);
    }

    private void pause() throws IOException {
        try {
            boolean _ = new CountDownLatch(1).await(polling.every().toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static Json read(byte[] body) {
        try {
            return Json.read(new String(body, UTF_8));
        } catch (JsonSyntaxException e) {
            return Json.EMPTY_OBJECT;
        }
    }

    private static OptionalLong integer(Json said, String name) {
        return said.isObject()
                ? said.member(name).map(Json::integer).orElse(OptionalLong.empty())
                : OptionalLong.empty();
    }
}
