package dev.gatehouse.transport.face;

import dev.gatehouse.core.call.Admission;
import dev.gatehouse.core.mcp.ClientCapabilities;
import dev.gatehouse.core.mcp.Primitive;

/** Tells by a number whether what somebody may see of a list is another than before. May block. */
@FunctionalInterface
interface VisibleLists {
    long fingerprint(Admission.Admitted admitted, ClientCapabilities declared, Primitive kind);
}
