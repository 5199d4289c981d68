package dev.gatehouse.transport.wire;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.mcp.ProtocolVersion;
import java.util.function.UnaryOperator;

/** The form of a list that an earlier revision has words for. A value, so that what it makes can be kept under it. */
record LegacyList(Primitive kind, ProtocolVersion version, OldFields fields) implements UnaryOperator<Json> {
    @Override
    public Json apply(Json canonical) {
        Json fit = kind == Primitive.TOOL ? LegacyStructure.list(canonical, version) : canonical;
        OldFields.Place place = kind == Primitive.TOOL ? OldFields.Place.TOOL : OldFields.Place.ENTRY;
        return fields.keepsAll(version)
                ? fit
                : LegacyFit.each(fit, kind.listMember(), entry -> fields.known(version, place, entry));
    }
}
