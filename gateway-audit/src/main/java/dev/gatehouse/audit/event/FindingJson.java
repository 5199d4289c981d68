package dev.gatehouse.audit.event;

import dev.gatehouse.core.json.ArrayWriter;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.ObjectWriter;
import dev.gatehouse.core.policy.Detection;
import dev.gatehouse.core.policy.Finding;
import dev.gatehouse.core.policy.Place;

/** One finding as an event keeps it. */
final class FindingJson {
    /** Detections of one finding beyond this many are only counted. */
    static final int DETECTIONS_MAX = 16;

    private FindingJson() {}

    static Json of(Finding finding) {
        ObjectWriter out = Json.object()
                .put("stage", EventObject.cut(finding.stage().value()))
                .put("decision", EventObject.cut(finding.decision()))
                .put("reason", EventObject.cut(finding.reason()));
        if (!finding.detections().isEmpty()) {
            out.put("detected", finding.detections().size());
            ArrayWriter detections = Json.array();
            finding.detections().stream().limit(DETECTIONS_MAX).forEach(detection -> detections.add(of(detection)));
            out.put("detections", detections.build());
        }
        return out.build();
    }

    private static Json of(Detection detection) {
        Place place = detection.place();
        ObjectWriter out = Json.object()
                .put("type", detection.type())
                .put("confidence", detection.confidence())
                .put("pointer", EventObject.cut(place.pointer().toString()));
        if (!place.isWhole()) {
            out.put("from", place.from()).put("to", place.to());
        }
        return out.build();
    }
}
