package io.fathom.cli.cluster;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What to tell the user of a failure in another process, which comes as the text of a stack trace.
 *
 * <p>Rule, as for exceptions of this process: the innermost exception of a type of ours speaks, since it names its subject, and
 * without one the innermost of all.
 */
final class RemoteFailure {
    private static final Pattern CAUSE = Pattern.compile("^Caused by: .*");
    private static final Pattern TYPE =
            Pattern.compile("^(?:Caused by: )?(?<type>[\\w.$]+(?:Exception|Error)): (?<message>.*)");
    private static final String OWN_CODE = "io.fathom.";

    private RemoteFailure() {}

    /** One line; empty where the trace is. */
    static String sentence(String trace) {
        List<String> lines = trace.lines()
                .filter(line ->
                        CAUSE.matcher(line).matches() || TYPE.matcher(line).matches())
                .toList();
        return lines.stream()
                .filter(RemoteFailure::isOurs)
                .reduce((outer, inner) -> inner)
                .or(() -> lines.stream().reduce((outer, inner) -> inner))
                .map(RemoteFailure::message)
                .orElseGet(() -> trace.lines().findFirst().orElse(""));
    }

    private static boolean isOurs(String line) {
        Matcher typed = TYPE.matcher(line);
        return typed.matches() && typed.group("type").startsWith(OWN_CODE);
    }

    private static String message(String line) {
        Matcher typed = TYPE.matcher(line);
        return typed.matches() ? typed.group("message") : line.replaceFirst("^Caused by: ", "");
    }
}
