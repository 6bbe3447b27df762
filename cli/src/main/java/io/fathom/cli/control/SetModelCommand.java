package io.fathom.cli.control;

import io.fathom.cli.options.BundleOption;
import io.fathom.model.bundle.ModelBundle;
import io.fathom.schemas.ControlDirective;
import io.fathom.schemas.ModelDirective;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code fathom control set-model}. */
@Command(
        name = "set-model",
        description = {
            "Put another bundle into service, for all records or as a canary for a share of them.",
            "",
            "Every TaskManager loads and tries it out beside the one in service first; one that cannot leaves everything as"
                    + " it is."
        },
        footer = {
            "",
            "Examples:",
            "  ./fathom control set-model --config job.yaml --bundle my-bundle --canary-share 0.05 --wait",
            "  ./fathom control set-model --config job.yaml --bundle my-bundle --wait",
        })
public final class SetModelCommand extends DirectiveCommand {

    @Option(
            names = "--bundle",
            paramLabel = "FOLDER",
            required = true,
            description = "The bundle, as every TaskManager sees it.")
    private Path bundle = Path.of("");

    @Option(
            names = "--sha256",
            paramLabel = "HEX",
            description =
                    "The sha256 of its bundle.json, or the first 12 digits, which 'fathom inspect' shows. Default: of the"
                            + " bundle as it lies here.")
    private @Nullable String sha256;

    @Option(
            names = "--canary-share",
            paramLabel = "X",
            defaultValue = "1",
            description =
                    "Share of the records that go to it, chosen by their ids. Default: all, in place of the bundle in"
                            + " service.")
    private double canaryShare;

    @Override
    void fill(ControlDirective directive) {
        directive.setModel(
                sha256 == null ? ofThisMachine() : new ModelDirective(bundle.toString(), sha256, canaryShare));
    }

    private ModelDirective ofThisMachine() {
        Path folder = BundleOption.folderOf(
                "--bundle", bundle, "name its version with --sha256 if only the TaskManagers can see it");
        return new ModelDirective(
                folder.toAbsolutePath().normalize().toString(),
                ModelBundle.read(folder).identity().version(),
                canaryShare);
    }
}
