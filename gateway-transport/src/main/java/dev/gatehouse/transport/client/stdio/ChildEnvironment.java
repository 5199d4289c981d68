package dev.gatehouse.transport.client.stdio;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a child sees of the environment: a short list of harmless names, what the file gives it, and our marker. */
final class ChildEnvironment {
    static final String MARKER = "GATEHOUSE_CHILD_OF";
    private static final List<String> INHERITED = List.of("HOME", "LANG", "LOGNAME", "PATH", "SHELL", "TERM", "USER");
    /** They describe the gateway's user, which a child with a uid of its own is not. */
    private static final List<String> OF_THE_USER = List.of("HOME", "LOGNAME", "SHELL", "USER");

    private ChildEnvironment() {}

    /**
     * @param own the gateway's environment
     * @param given what the configuration gives this child; wins, except over the marker
     */
    static Map<String, String> of(Map<String, String> own, Map<String, String> given, boolean otherUser, String mark) {
        Map<String, String> environment = new HashMap<>();
        for (String name : INHERITED) {
            String value = own.get(name);
            if (value != null && !(otherUser && OF_THE_USER.contains(name))) {
                environment.put(name, value);
            }
        }
        environment.putAll(given);
        environment.put(MARKER, mark);
        return environment;
    }
}
