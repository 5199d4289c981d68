package dev.gatehouse.audit.anchor;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.gatehouse.audit.proof.NoteLine;
import dev.gatehouse.audit.syslog.SyslogLine;
import dev.gatehouse.audit.syslog.SyslogMessage;
import java.io.IOException;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/** A collector that gets a message for each checkpoint, with the signed note on one line. */
public final class SyslogAnchor implements Anchor {
    private static final String TYPE = "checkpoint";

    private final SyslogLine line;
    private final String address;
    private final int facility;
    private final InstantSource wall;

    /** @param address where that leads to, for the log */
    public SyslogAnchor(SyslogLine line, String address, int facility, InstantSource wall) {
        this.line = line;
        this.address = address;
        this.facility = facility;
        this.wall = wall;
    }

    @Override
    public String name() {
        return "syslog " + address;
    }

    @Override
    public void keep(String note) throws IOException {
        NoteLine said = NoteLine.of(note).orElseThrow(() -> new IOException("the checkpoint is no signed note"));
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("chain", said.chain());
        parameters.put("size", said.size());
        SyslogMessage message = new SyslogMessage(
                facility,
                SyslogMessage.INFORMATIONAL,
                wall.instant(),
                said.gateway(),
                TYPE,
                parameters,
                said.toString().getBytes(US_ASCII));
        line.send(message.framed());
    }
}
