package dev.gatehouse.audit.sink;

import dev.gatehouse.audit.syslog.SyslogLine;
import dev.gatehouse.audit.syslog.SyslogMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Sends records as syslog messages (RFC 5424) over TLS with octet counting (RFC 5425). The protocol knows no answer, so each batch
 * has a connection of its own and is taken when the other side, having read to its end, ends it in good order too.
 */
public final class SyslogSink implements Sink {
    private final SyslogLine line;
    private final int facility;

    /** @param facility 0 to 23; 13 is for audits */
    public SyslogSink(SyslogLine line, int facility) {
        this.line = line;
        this.facility = facility;
    }

    @Override
    public Answer take(List<SinkRecord> records) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        records.forEach(record -> out.writeBytes(message(record).framed()));
        try {
            line.send(out.toByteArray());
            return new Answer.Taken();
        } catch (IOException e) {
            return Answer.Later.because(String.valueOf(e.getMessage()));
        }
    }

    private SyslogMessage message(SinkRecord record) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("id", record.id());
        parameters.put("epoch", Long.toString(record.position().epoch()));
        parameters.put("seq", Long.toString(record.position().seq()));
        return new SyslogMessage(
                facility,
                severity(record.type()),
                record.at(),
                record.gateway(),
                record.type(),
                parameters,
                record.line());
    }

    private static int severity(String type) {
        return switch (type) {
            case "call_refused", "call_rejected", "token_refused", "shown_out" -> SyslogMessage.WARNING;
            default -> SyslogMessage.INFORMATIONAL;
        };
    }
}
