package dev.gatehouse.audit.sink;

import dev.gatehouse.audit.http.HttpReply;
import dev.gatehouse.audit.http.HttpSender;
import dev.gatehouse.core.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** Posts records to Azure Monitor's Logs Ingestion API, from where they reach Microsoft Sentinel. */
public final class SentinelSink implements Sink {
    /** A megabyte, compressed or not, with room for the headers. */
    private static final int BODY_BYTES_MAX = 1_000_000;

    private static final String API_VERSION = "2023-01-01";
    private static final int UNAUTHORIZED = 401;
    private static final int CONTENT_TOO_LARGE = 413;

    /**
     * @param endpoint of the data collection endpoint, or of the rule itself; without a path
     * @param rule the immutable id of the data collection rule
     * @param stream as the rule declares it
     */
    public record Target(URI endpoint, String rule, String stream, EntraClient client) {}

    private final Target target;
    private final HttpSender http;
    private final EntraToken token;

    public SentinelSink(Target target, HttpSender http, InstantSource wall) {
        this.target = target;
        this.http = http;
        this.token = new EntraToken(target.client(), http, wall);
    }

    /** What a request says is wrong is the rule's, not a record's: the records wait. Only their size is their own. */
    @Override
    public Answer take(List<SinkRecord> records) {
        byte[] body = Json.of(records.stream().map(SentinelSink::row).toList()).bytes();
        if (body.length > BODY_BYTES_MAX) {
            return new Answer.Unfit("not sent: " + body.length + " bytes, and a request may have a megabyte");
        }
        try {
            HttpReply reply = post(compressed(body));
            if (reply.status() == UNAUTHORIZED) {
                token.forget();
                reply = post(compressed(body));
            }
            if (reply.isOk()) {
                return new Answer.Taken();
            }
            String said = HttpAnswers.said(reply);
            return reply.status() == CONTENT_TOO_LARGE ? new Answer.Unfit(said) : new Answer.Later(said, reply.after());
        } catch (IOException e) {
            return Answer.Later.because(String.valueOf(e.getMessage()));
        }
    }

    /** None of the names that Azure keeps for itself, such as {@code id} and {@code Type}. */
    private static Json row(SinkRecord record) {
        return Json.object()
                .put("TimeGenerated", record.at().toString())
                .put("RecordId", record.id())
                .put("Gateway", record.gateway())
                .put("Epoch", record.position().epoch())
                .put("Sequence", record.position().seq())
                .put("EventType", record.type())
                .put("Record", record.json())
                .build();
    }

    private HttpReply post(byte[] compressed) throws IOException {
        URI url = target.endpoint()
                .resolve("/dataCollectionRules/" + target.rule() + "/streams/" + target.stream() + "?api-version="
                        + API_VERSION);
        return http.post(
                url,
                Map.of(
                        "Authorization",
                        "Bearer " + token.value(),
                        "Content-Type",
                        "application/json",
                        "Content-Encoding",
                        "gzip"),
                compressed);
    }

    private static byte[] compressed(byte[] body) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
            zip.write(body);
        }
        return out.toByteArray();
    }
}
