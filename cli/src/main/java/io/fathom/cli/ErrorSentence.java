package io.fathom.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What to tell the user about an exception.
 *
 * <p>Rule: our own code throws with sentences written for users, libraries do not. So the innermost exception of a type of
 * ours speaks, since it names its subject, and without one the innermost that was thrown by our own code; only where there is none, the failure is called unexpected and the way to its stack
 * trace is given.
 */
final class ErrorSentence {
    private static final String OWN_CODE = "io.fathom.";

    private ErrorSentence() {}

    static String of(Throwable failure) {
        return innermost(failure, ErrorSentence::isOurs)
                .or(() -> innermost(failure, ErrorSentence::speaksToUsers))
                .or(() -> innermost(failure, ErrorSentence::isAboutAFile))
                .map(ErrorSentence::message)
                .orElseGet(() -> unexpected(failure));
    }

    private static Optional<Throwable> innermost(Throwable failure, Predicate<Throwable> kind) {
        return causes(failure).filter(t -> t.getMessage() != null).filter(kind).reduce((outer, inner) -> inner);
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, t -> t != null, Throwable::getCause).limit(50);
    }

    private static boolean isOurs(Throwable t) {
        return t.getClass().getName().startsWith(OWN_CODE);
    }

    private static boolean speaksToUsers(Throwable t) {
        boolean saysWhatIsWrong = t instanceof IllegalArgumentException
                || t instanceof IllegalStateException
                || (t instanceof IOException && !isAboutAFile(t));
        StackTraceElement[] trace = t.getStackTrace();
        return saysWhatIsWrong && trace.length > 0 && trace[0].getClassName().startsWith(OWN_CODE);
    }

    private static boolean isAboutAFile(Throwable t) {
        return t instanceof NoSuchFileException || t instanceof AccessDeniedException;
    }

    private static String message(Throwable t) {
        if (t instanceof NoSuchFileException) {
            return "file '" + t.getMessage() + "' does not exist; check the path";
        }
        if (t instanceof AccessDeniedException) {
            return "file '" + t.getMessage() + "' may not be accessed by this user; check its permissions";
        }
        return String.valueOf(t.getMessage());
    }

    private static String unexpected(Throwable failure) {
        Throwable root = causes(failure).reduce((outer, inner) -> inner).orElse(failure);
        String detail = root.getMessage() == null
                ? ""
                : ": " + root.getMessage().lines().findFirst().orElse("");
        return "unexpected " + root.getClass().getSimpleName() + detail
                + "; run the command again with --debug to see where it happened";
    }
}
