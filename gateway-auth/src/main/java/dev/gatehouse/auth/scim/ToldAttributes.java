package dev.gatehouse.auth.scim;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.ObjectWriter;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What the trail is told of a resource: what decides who somebody is and what they may, as it was sent. Providers push much else,
 * which nobody can take out of a trail again: of that, only how much there is.
 */
final class ToldAttributes {
    private static final Set<String> OF_USERS = Set.of("username", "externalid", "displayname", "emails", "active");
    private static final Set<String> OF_GROUPS = Set.of("externalid", "displayname");
    private static final int PEOPLE_MAX = 200;

    private ToldAttributes() {}

    static Json ofUser(Json attributes) {
        return told(attributes, OF_USERS).build();
    }

    static Json ofGroup(Json attributes) {
        return told(attributes, OF_GROUPS).build();
    }

    /**
     * @param word what these people do
     * @param people whom the change is about: nobody writes down 10,000 members to tell of one
     */
    static Json ofGroup(Json attributes, String word, Set<UUID> people) {
        ObjectWriter told = told(attributes, OF_GROUPS);
        if (!people.isEmpty()) {
            told.put(
                    word,
                    Json.ofStrings(people.stream()
                            .map(UUID::toString)
                            .sorted()
                            .limit(PEOPLE_MAX)
                            .toList()));
            told.put(word + "Count", people.size());
        }
        return told.build();
    }

    private static ObjectWriter told(Json attributes, Set<String> plain) {
        ObjectWriter told = Json.object();
        int others = 0;
        for (Map.Entry<String, Json> attribute : attributes.members().entrySet()) {
            if (plain.contains(attribute.getKey().toLowerCase(Locale.ROOT))) {
                told.put(attribute.getKey(), attribute.getValue());
            } else {
                others++;
            }
        }
        return told.put("otherAttributes", others);
    }
}
