package dev.gatehouse.auth.scim;

import dev.gatehouse.auth.scim.filter.ScimRefusal;
import dev.gatehouse.core.json.Json;
import java.util.Optional;

/** What SCIM says of a group, besides who is in it. */
record GroupAttributes(Json json, String displayName, Optional<String> externalId) {
    static GroupAttributes read(Json sent) throws ScimRefusal {
        Json body = ResourceBody.kept(sent);
        return new GroupAttributes(
                body, ResourceBody.requiredText(body, "displayName"), ResourceBody.text(body, "externalId"));
    }
}
