package dev.gatehouse.audit.sink;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.ObjectWriter;

/** What a record looks like outside. */
public enum SinkFormat {
    /** As the trail has it, in an envelope that says where it stands. */
    GATEHOUSE {
        @Override
        Json of(TrailRecord record) {
            ObjectWriter out = Json.object()
                    .put("id", record.id())
                    .put("gateway", record.gateway())
                    .put("epoch", record.position().epoch())
                    .put("seq", record.position().seq())
                    .put("time", record.at().toString())
                    .put("type", record.type())
                    .put("event", record.body());
            return out.putJsonIf("payload", record.payload()).build();
        }
    },
    /** As a class of the Open Cybersecurity Schema Framework. */
    OCSF {
        @Override
        Json of(TrailRecord record) {
            return Ocsf.of(record);
        }
    };

    abstract Json of(TrailRecord record);
}
