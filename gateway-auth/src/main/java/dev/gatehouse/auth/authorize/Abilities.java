package dev.gatehouse.auth.authorize;

import dev.gatehouse.auth.token.Scopes;
import java.util.List;

/** Scopes in the words of those who are asked for them. */
final class Abilities {

    private Abilities() {}

    static List<String> of(List<String> scopes) {
        return scopes.stream().map(Abilities::words).toList();
    }

    private static String words(String scope) {
        return switch (scope) {
            case Scopes.READ_TOOLS -> "see which tools there are";
            case Scopes.EXECUTE_TOOLS -> "use them in your name";
            case Scopes.ADMIN_READ -> "see how this gateway is administered, as far as you may";
            case Scopes.ADMIN_WRITE -> "administer this gateway in your name";
            case Scopes.OFFLINE_ACCESS -> "go on doing so while you are away";
            default -> scope;
        };
    }
}
