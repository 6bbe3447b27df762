package io.fathom.cli.options;

import io.fathom.model.engine.DeviceChoice;
import io.fathom.model.engine.Hardware;
import io.fathom.model.nn.Precision;
import java.util.OptionalLong;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code --device} and {@code --precision}: what the engine computes on. */
public final class HardwareFlags {

    @Option(
            names = "--device",
            paramLabel = "DEVICE",
            defaultValue = "auto",
            converter = DeviceConverter.class,
            description = "Where the model runs: " + DeviceChoice.FORMS + ". Default: ${DEFAULT-VALUE}.")
    private DeviceChoice device = DeviceChoice.AUTO;

    @Option(
            names = "--precision",
            paramLabel = "TYPE",
            defaultValue = "float32",
            converter = PrecisionConverter.class,
            description = "The numbers that matrices are multiplied in: " + Precision.FORMS
                    + "; the narrow ones are for GPUs. Default: ${DEFAULT-VALUE}.")
    private Precision precision = Precision.FLOAT32;

    public DeviceChoice device() {
        return device;
    }

    public Precision precision() {
        return precision;
    }

    public Hardware toHardware() {
        return new Hardware(device, precision, false, OptionalLong.empty());
    }

    private static final class DeviceConverter implements ITypeConverter<DeviceChoice> {
        @Override
        public DeviceChoice convert(String value) {
            try {
                return DeviceChoice.parse(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException("must be " + DeviceChoice.FORMS + ", but was '" + value + "'");
            }
        }
    }

    private static final class PrecisionConverter implements ITypeConverter<Precision> {
        @Override
        public Precision convert(String value) {
            try {
                return Precision.parse(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException("must be " + Precision.FORMS + ", but was '" + value + "'");
            }
        }
    }
}
