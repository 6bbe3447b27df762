package io.fathom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fathom.model.training.DataSetException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class ErrorSentenceTest {

    /** What a room says about its own failure names the subject; what it caught on the way need not. */
    @Test
    void anExceptionOfOurOwnTypeSpeaksBeforeItsCause() {
        Throwable failure =
                new ExecutionException(CommandException.usage("bundle 'x' cannot be used: it must be a folder")
                        .initCause(new IllegalArgumentException("it must be a folder")));
        assertThat(ErrorSentence.of(failure)).isEqualTo("bundle 'x' cannot be used: it must be a folder");
    }

    @Test
    void theInnermostOfOurOwnSpeaks() {
        Exception failure = new ExecutionException(new IllegalStateException(
                "outer", new DataSetException("the data is wrong", new NoSuchFileException("x"))));
        assertThat(ErrorSentence.of(failure)).isEqualTo("the data is wrong");
    }

    @Test
    void aMissingFileIsNamed() {
        assertThat(ErrorSentence.of(new ExecutionException(new NoSuchFileException("/a/b"))))
                .isEqualTo("file '/a/b' does not exist; check the path");
    }

    @Test
    void whatNobodyForesawSaysHowToSeeMore() {
        Exception failure = new ExecutionException(new ClassCastException("a is not b\nand more"));
        assertThat(ErrorSentence.of(failure))
                .isEqualTo("unexpected ClassCastException: a is not b; run the command again with --debug to see where"
                        + " it happened");
        assertThat(ErrorSentence.of(new NullPointerException())).startsWith("unexpected NullPointerException; run");
    }

    @Test
    void messagesOfLibrariesAreNotForUsers() {
        try {
            Integer.parseInt("x");
        } catch (NumberFormatException e) {
            assertThat(ErrorSentence.of(e)).startsWith("unexpected NumberFormatException");
        }
    }
}
