// What is in house_prices.csv. Made by: lathe schema house_prices.csv.gz --target=SalePrice --drop=Id --train=0.8
#pragma once

#include <lathe/schema.hpp>

inline constexpr lathe::Table house_prices{
    .name = "house_prices", .file = "house_prices.csv", .train = 0.8, .columns = R"schema(
drop,Id
category,MS_SubClass,Duplex_All_Styles_and_Ages,One_Story_1945_and_Older,One_Story_1946_and_Newer_All_Styles,One_Story_PUD_1946_and_Newer,One_Story_with_Finished_Attic_All_Ages,One_and_Half_Story_Finished_All_Ages,One_and_Half_Story_PUD_All_Ages,One_and_Half_Story_Unfinished_All_Ages,PUD_Multilevel_Split_Level_Foyer,Split_Foyer,Split_or_Multilevel,Two_Family_conversion_All_Styles_and_Ages,Two_Story_1945_and_Older,Two_Story_1946_and_Newer,Two_Story_PUD_1946_and_Newer,Two_and_Half_Story_All_Ages
category,MS_Zoning,A_agr,C_all,Floating_Village_Residential,I_all,Residential_High_Density,Residential_Low_Density,Residential_Medium_Density
number,Lot_Frontage
number,Lot_Area
category,Street,Grvl,Pave
category,Alley,Gravel,NaN,Paved
category,Lot_Shape,Irregular,Moderately_Irregular,Regular,Slightly_Irregular
category,Land_Contour,Bnk,HLS,Low,Lvl
category,Utilities,AllPub,NoSeWa,NoSewr
category,Lot_Config,Corner,CulDSac,FR2,FR3,Inside
category,Land_Slope,Gtl,Mod,Sev
category,Neighborhood,Bloomington_Heights,Blueste,Briardale,Brookside,Clear_Creek,College_Creek,Crawford,Edwards,Gilbert,Green_Hills,Greens,Iowa_DOT_and_Rail_Road,Landmark,Meadow_Village,Mitchell,North_Ames,Northpark_Villa,Northridge,Northridge_Heights,Northwest_Ames,Old_Town,Sawyer,Sawyer_West,Somerset,South_and_West_of_Iowa_State_University,Stone_Brook,Timberland,Veenker
category,Condition_1,Artery,Feedr,Norm,PosA,PosN,RRAe,RRAn,RRNe,RRNn
category,Condition_2,Artery,Feedr,Norm,PosA,PosN,RRAe,RRAn,RRNn
category,Bldg_Type,Duplex,OneFam,Twnhs,TwnhsE,TwoFmCon
category,House_Style,One_Story,One_and_Half_Fin,One_and_Half_Unf,SFoyer,SLvl,Two_Story,Two_and_Half_Fin,Two_and_Half_Unf
category,Overall_Cond,Above_Average,Average,Below_Average,Excellent,Fair,Good,Poor,Very_Good,Very_Poor
number,Year_Built
number,Year_Remod_Add
category,Roof_Style,Flat,Gable,Gambrel,Hip,Mansard,Shed
category,Roof_Matl,ClyTile,CompShg,Membran,Metal,Roll,Tar&Grv,WdShake,WdShngl
category,Exterior_1st,AsbShng,AsphShn,BrkComm,BrkFace,CBlock,CemntBd,HdBoard,ImStucc,MetalSd,Plywood,PreCast,Stone,Stucco,VinylSd,Wd Sdng,WdShing
category,Exterior_2nd,AsbShng,AsphShn,Brk Cmn,BrkFace,CBlock,CmentBd,HdBoard,ImStucc,MetalSd,Other,Plywood,PreCast,Stone,Stucco,VinylSd,Wd Sdng,Wd Shng
category,Mas_Vnr_Type,BrkCmn,BrkFace,CBlock,NaN,Stone
number,Mas_Vnr_Area
category,Exter_Cond,Excellent,Fair,Good,Poor,Typical
category,Foundation,BrkTil,CBlock,PConc,Slab,Stone,Wood
category,Bsmt_Cond,Excellent,Fair,Good,NaN,Poor,Typical
category,Bsmt_Exposure,Av,Gd,Mn,NaN,No
category,BsmtFin_Type_1,ALQ,BLQ,GLQ,LwQ,NaN,Rec,Unf
number,BsmtFin_SF_1
category,BsmtFin_Type_2,ALQ,BLQ,GLQ,LwQ,NaN,Rec,Unf
number,BsmtFin_SF_2
number,Bsmt_Unf_SF
number,Total_Bsmt_SF
category,Heating,GasA,GasW,Grav,OthW,Wall
category,Heating_QC,Excellent,Fair,Good,Poor,Typical
category,Central_Air,N,Y
category,Electrical,FuseA,FuseF,FuseP,Mix,SBrkr,Unknown
number,First_Flr_SF
number,Second_Flr_SF
number,Gr_Liv_Area
number,Bsmt_Full_Bath
number,Bsmt_Half_Bath
number,Full_Bath
number,Half_Bath
number,Bedroom_AbvGr
number,Kitchen_AbvGr
number,TotRms_AbvGrd
category,Functional,Maj1,Maj2,Min1,Min2,Mod,Sal,Sev,Typ
number,Fireplaces
category,Garage_Type,Attchd,Basment,BuiltIn,CarPort,Detchd,More_Than_Two_Types,NaN
category,Garage_Finish,Fin,NaN,RFn,Unf
number,Garage_Cars
number,Garage_Area
category,Garage_Cond,Excellent,Fair,Good,NaN,Poor,Typical
category,Paved_Drive,Dirt_Gravel,Partial_Pavement,Paved
number,Wood_Deck_SF
number,Open_Porch_SF
number,Enclosed_Porch
number,Three_season_porch
number,Screen_Porch
number,Pool_Area
category,Pool_QC,Excellent,Fair,Good,NaN,Typical
category,Fence,Good_Privacy,Good_Wood,Minimum_Privacy,Minimum_Wood_Wire,NaN
category,Misc_Feature,Elev,Gar2,NaN,Othr,Shed,TenC
number,Misc_Val
number,Mo_Sold
number,Year_Sold
category,Sale_Type,COD,CWD,Con,ConLD,ConLI,ConLw,New,Oth,VWD,WD 
category,Sale_Condition,Abnorml,AdjLand,Alloca,Family,Normal,Partial
target,SalePrice
)schema"};
